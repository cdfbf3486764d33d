package dev.beworkflows.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks for output while tasks run, of all workers in turn.
 *
 * <p>A thread that waits for output would be woken by each line that a task prints and by the end mark of each call; those that end a call look for its output themselves.
 */
final class OutputPoll {

    private static final Logger LOG = LoggerFactory.getLogger(OutputPoll.class);

    /** How long a line may lie in its pipe. */
    private static final long LONGEST_PAUSE = Duration.ofMillis(20).toNanos();

    /** After something was found; a task that writes without end is held up no longer than that. */
    private static final long SHORTEST_PAUSE = Duration.ofNanos(50_000).toNanos();

    private final List<BooleanSupplier> looks = new CopyOnWriteArrayList<>();

    OutputPoll() {
        Thread thread = new Thread(this::poll, "bew-worker-output");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Looks again and again from now on.
     *
     * @param look reads what is there, some of it at least, without waiting; tells whether there was anything
     * @return ends it
     */
    Runnable add(BooleanSupplier look) {
        looks.add(look);
        return () -> looks.remove(look);
    }

    private void poll() {
        long pause = LONGEST_PAUSE;
        while (true) {
            boolean any = false;
            for (BooleanSupplier look : looks) {
                any |= found(look);
            }
            pause = any ? SHORTEST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
            LockSupport.parkNanos(pause);
        }
    }

    private static boolean found(BooleanSupplier look) {
        try {
            return look.getAsBoolean();
        } catch (RuntimeException | Error e) { // the end of this thread would silence every worker
            LOG.error("looking for output failed, going on", e);
            return false;
        }
    }
}
