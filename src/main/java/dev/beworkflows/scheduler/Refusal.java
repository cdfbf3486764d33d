package dev.beworkflows.scheduler;

import java.time.Duration;

/**
 * Why no run is made of a call just now.
 *
 * @param why for the caller
 * @param retryAfter when another try is worth it, as far as that can be said
 */
public record Refusal(Reason reason, String why, Duration retryAfter) {

    /** What there is too little of. */
    public enum Reason {
        ROOM,
        WORKERS
    }
}
