package dev.beworkflows.catalog;

/** The store did not answer; whether a save was kept nobody knows then. */
public final class StoreUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StoreUnreachableException(Throwable cause) {
        super(cause);
    }
}
