package dev.beworkflows.postgres;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the embedded PostgreSQL. */
final class RunningPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(RunningPostgres.class);
    private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(20);

    private final Leash leash;
    private final PostgresFolder folder;

    RunningPostgres(Leash leash, PostgresFolder folder) {
        this.leash = leash;
        this.folder = folder;
    }

    boolean isAlive() {
        return leash.isAlive();
    }

    CompletableFuture<?> ended() {
        return leash.ended();
    }

    /** 128 and the number of the signal when it was killed; only after the end. */
    int exitCode() {
        return leash.exitCode();
    }

    /** A fast shutdown, and a kill where that takes too long; an interrupt does not cut it short. */
    void stop() {
        leash.release();
        boolean interrupted = Thread.interrupted();
        try {
            if (!leash.endsWithin(FAST_SHUTDOWN)) {
                LOG.warn("embedded_postgres state=stopping after={} next=kill", FAST_SHUTDOWN);
                new Leftovers(folder).clear();
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
