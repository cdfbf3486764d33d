package dev.beworkflows.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures pools of database connections, and nothing else of Vert.x, which would cost each request something. */
final class DatabasePools implements VertxMetrics {

    private static final String DATABASE = "sql";

    private final Supplier<MeterRegistry> registry;

    DatabasePools(Supplier<MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public @Nullable PoolMetrics<?, ?> createPoolMetrics(String type, String name, int maxSize) {
        return type.equals(DATABASE) ? new Connections(registry.get(), maxSize) : null;
    }

    /** Waiters and users are marked with the time since when they are. */
    private static final class Connections implements PoolMetrics<Long, Long> {

        private final AtomicInteger waiting = new AtomicInteger();
        private final AtomicInteger inUse = new AtomicInteger();
        private final Timer waits;

        Connections(MeterRegistry registry, int most) {
            Gauge.builder("bew.database.connections", inUse::get)
                    .description("Connections to the database that are in use")
                    .register(registry);
            Gauge.builder("bew.database.connections.limit", () -> most)
                    .description("Most connections to the database")
                    .register(registry);
            Gauge.builder("bew.database.waiting", waiting::get)
                    .description("Statements and transactions that wait for a connection")
                    .register(registry);
            waits = Buckets.LAG
                    .timer("bew.database.wait", "How long statements and transactions waited for a connection")
                    .register(registry);
        }

        @Override
        public Long enqueue() {
            int unused = waiting.incrementAndGet();
            return System.nanoTime();
        }

        @Override
        public void dequeue(Long since) {
            int unused = waiting.decrementAndGet();
            waits.record(Duration.ofNanos(System.nanoTime() - since));
        }

        @Override
        public Long begin() {
            int unused = inUse.incrementAndGet();
            return System.nanoTime();
        }

        @Override
        public void end(Long since) {
            int unused = inUse.decrementAndGet();
        }
    }
}
