package dev.beworkflows;

/** The server cannot start; the message says why, for its operator. */
final class StartException extends Exception {

    private final String reason;

    StartException(String reason) {
        super(reason);
        this.reason = reason;
    }

    @Override
    public String getMessage() {
        return reason;
    }
}
