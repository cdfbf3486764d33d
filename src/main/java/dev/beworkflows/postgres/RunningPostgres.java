package dev.beworkflows.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the embedded PostgreSQL. */
final class RunningPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(RunningPostgres.class);
    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(20);

    private final Leash leash;
    private final Path data;

    RunningPostgres(Leash leash, Path data) {
        this.leash = leash;
        this.data = data;
    }

    boolean isAlive() {
        return leash.isAlive();
    }

    CompletableFuture<Integer> ended() {
        return leash.ended();
    }

    /** A fast shutdown, and a kill where that takes too long; an interrupt does not cut it short. */
    void stop() {
        leash.release();
        boolean interrupted = Thread.interrupted();
        try {
            if (!leash.endsWithin(FAST_SHUTDOWN)) {
                LOG.warn("embedded_postgres state=stopping after={} next=kill", FAST_SHUTDOWN);
                new Leftovers(data).clear();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (PostgresStartException e) {
            LOG.error("embedded_postgres state=stopping problem=\"{}\"", e.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
