package dev.beworkflows.worker;

import dev.beworkflows.task.CodeUnit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A worker that is made ready to take the place of another, which goes on until then. Belongs to the pool's loop. */
final class Succession {

    /** After one that did not come up. */
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private @Nullable Worker successor;
    private boolean isWarm;
    private boolean isReady;
    private long notBefore = System.nanoTime();

    boolean mayBegin() {
        return successor == null && System.nanoTime() - notBefore >= 0;
    }

    void begin(Worker started) {
        successor = started;
        isWarm = false;
        isReady = false;
    }

    boolean isOf(Worker worker) {
        return successor == worker;
    }

    boolean isReady() {
        return isReady;
    }

    Optional<Worker> successor() {
        return Optional.ofNullable(successor);
    }

    /** The successor is idle. Once it loads what is called of late first; code that kills who loads it ends the succession, and not the worker that is in place. */
    void becameIdle(List<CodeUnit> recent) {
        Worker idle = successor;
        if (idle != null && !isWarm && !recent.isEmpty()) {
            isWarm = true;
            idle.load(recent, Warmings.LIMIT);
        } else {
            isReady = true;
        }
    }

    /** Ends the succession with a worker that knows its work; empty: there is none yet. */
    Optional<Worker> takeReady() {
        return isReady ? take() : Optional.empty();
    }

    /** Ends the succession with the worker, however far it is. */
    Optional<Worker> take() {
        Optional<Worker> taken = successor();
        successor = null;
        return taken;
    }

    /** The successor is gone. */
    void failed() {
        successor = null;
        notBefore = System.nanoTime() + PAUSE;
    }
}
