package dev.beworkflows.metrics;

import dev.beworkflows.loop.EventLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Measures how late a timer of an event loop fires: so late would anything else be done that comes to it. */
final class LoopLag {

    private static final Duration PERIOD = Duration.ofMillis(200);

    private final EventLoop loop;
    private final Timer lag;

    private LoopLag(EventLoop loop, Timer lag) {
        this.loop = loop;
        this.lag = lag;
    }

    static void watch(EventLoop loop, String name, MeterRegistry registry) {
        Timer lag = Buckets.LAG
                .timer("bew.event.loop.lag", "How late a timer of the loop fires")
                .tag("loop", name)
                .register(registry);
        loop.run(new LoopLag(loop, lag)::next);
    }

    private void next() {
        long due = System.nanoTime() + PERIOD.toNanos();
        var unused = loop.after(PERIOD, () -> {
            lag.record(Duration.ofNanos(Math.max(0, System.nanoTime() - due)));
            next();
        });
    }
}
