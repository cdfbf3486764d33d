package dev.beworkflows.postgres;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A wait of the start-up or the supervising thread; never on an event loop. */
final class Pause {
    private Pause() {}

    /** Whether the wait was whole; an interrupt ends it and stays set. */
    static boolean of(Duration length) {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
