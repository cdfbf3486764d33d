package dev.beworkflows.postgres;

/** The embedded PostgreSQL cannot run; the message says why in an operator's words and ends with PostgreSQL's own last lines, if there are any. */
public final class PostgresStartException extends Exception {
    PostgresStartException(String message) {
        super(message);
    }

    PostgresStartException(String message, Throwable cause) {
        super(message + " (" + cause + ")", cause);
    }
}
