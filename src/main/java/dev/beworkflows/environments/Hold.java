package dev.beworkflows.environments;

import java.util.concurrent.atomic.AtomicBoolean;

/** Somebody's word that an environment is in use. May be used from any thread. */
public final class Hold {

    private final Runnable action;
    private final AtomicBoolean released = new AtomicBoolean();

    Hold(Runnable action) {
        this.action = action;
    }

    /** A second call does nothing. */
    public void release() {
        if (released.compareAndSet(false, true)) {
            action.run();
        }
    }
}
