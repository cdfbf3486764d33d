package dev.beworkflows.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** Shows all meters. Those who take their time to answer are asked beforehand, and only while somebody comes back for it. */
final class Page {

    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Duration INTEREST = Duration.ofMinutes(5);

    private final Vertx vertx;
    private final PrometheusMeterRegistry registry;
    private final ServerReadings readings;
    private final Future<Void> bound;
    private volatile long lastShown = System.nanoTime();

    /** @param bound when all meters are there */
    Page(Vertx vertx, PrometheusMeterRegistry registry, ServerReadings readings, Future<Void> bound) {
        this.bound = bound;
        this.vertx = vertx;
        this.registry = registry;
        this.readings = readings;
        bound.onComplete(there -> askSlow());
    }

    Future<Buffer> text() {
        lastShown = System.nanoTime();
        return Future.join(bound, readings.ask())
                .compose(asked -> vertx.executeBlocking(() -> Buffer.buffer(registry.scrape()), false));
    }

    /** Waits as long as the answer took, ten times over, so that this is never much of what the database does. */
    private void askSlow() {
        long begin = System.nanoTime();
        Future<Void> asked = isWanted() ? readings.askSlow() : Future.succeededFuture();
        asked.onComplete(done -> {
            long pause = Math.max(SLOW.toMillis(), (System.nanoTime() - begin) / 100_000);
            long unused = vertx.setTimer(pause, next -> askSlow());
        });
    }

    private boolean isWanted() {
        return System.nanoTime() - lastShown < INTEREST.toNanos();
    }
}
