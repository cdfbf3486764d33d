package dev.beworkflows.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts PostgreSQL again, on the same port, when it ends without being asked; a thread of its own runs it until the close. */
final class PostgresSupervisor implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresSupervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration STABLE = Duration.ofSeconds(30);
    private static final Duration LOG_CHECK = Duration.ofMinutes(1);

    private final PostgresProgram program;
    private final CompletableFuture<Void> closeRequested = new CompletableFuture<>();
    private RunningPostgres running;
    private Duration pause = FIRST_PAUSE;

    PostgresSupervisor(PostgresProgram program, RunningPostgres running) {
        this.program = program;
        this.running = running;
    }

    /** From any thread; {@link #run()} then stops PostgreSQL and returns. */
    void requestClose() {
        boolean unused = closeRequested.complete(null);
    }

    @Override
    public void run() {
        boolean alive = true;
        while (alive && !closeRequested.isDone()) {
            awaitEndOrClose();
            alive = closeRequested.isDone() || startAgain();
        }
        if (alive) {
            running.stop();
        }
    }

    private void awaitEndOrClose() {
        long since = System.nanoTime();
        while (!closeRequested.isDone() && running.isAlive()) {
            boolean unused = happensWithin(CompletableFuture.anyOf(running.ended(), closeRequested), LOG_CHECK);
            trimLog();
        }
        if (System.nanoTime() - since > STABLE.toNanos()) {
            pause = FIRST_PAUSE;
        }
    }

    /** Whether PostgreSQL runs again; it does not when the close comes first. */
    private boolean startAgain() {
        LOG.error(
                "embedded_postgres state=died exit_code={} next=restart in {}{}",
                running.exitCode(),
                pause,
                program.log().tail());
        while (!happensWithin(closeRequested, pause)) {
            pause = longer(pause);
            try {
                running = program.start();
                LOG.info("embedded_postgres state=running again=true");
                return true;
            } catch (PostgresStartException e) {
                LOG.error("embedded_postgres state=down next=restart in {} problem=\"{}\"", pause, e.getMessage());
            }
        }
        return false;
    }

    private void trimLog() {
        try {
            program.log().trim();
        } catch (IOException e) {
            LOG.warn("embedded_postgres its log cannot be trimmed next=try again later", e);
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private static boolean happensWithin(CompletableFuture<?> event, Duration patience) {
        try {
            Object unused = event.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("nobody interrupts this thread or fails these events", e);
        }
    }
}
