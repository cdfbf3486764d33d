package dev.beworkflows.worker;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that starts processes, and speaks to the warden.
 *
 * <p>It lives as long as the server: Linux sends a child its parent-death signal when the <em>thread</em> that started it ends, so a worker that was started from
 * a pool thread would be killed whenever the pool shrinks.
 */
final class Spawner {

    private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);

    private final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();

    Spawner() {
        Thread thread = new Thread(this::loop, "bew-spawner");
        thread.setDaemon(true);
        thread.start();
    }

    /** Does the work soon, in the order in which it was given. May be called from any thread. */
    void execute(Runnable action) {
        work.add(action);
    }

    private void loop() {
        while (true) {
            try {
                work.take().run();
            } catch (InterruptedException e) {
                LOG.warn("spawner interrupted, going on: its end would kill the workers");
            } catch (Throwable e) { // also an Error: the end of this thread would kill every worker
                LOG.error("spawner: an action failed, going on", e);
            }
        }
    }
}
