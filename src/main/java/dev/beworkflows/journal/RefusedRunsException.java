package dev.beworkflows.journal;

/** The store is there and refuses what it was asked to save; saving the same again would fail again. */
public final class RefusedRunsException extends RuntimeException {

    public RefusedRunsException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
