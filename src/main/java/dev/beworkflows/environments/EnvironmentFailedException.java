package dev.beworkflows.environments;

/** There is no such environment, and none can be had without somebody's help; the message says why in the words of the tool that builds it. */
public final class EnvironmentFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    EnvironmentFailedException(String message) {
        super(message);
    }
}
