package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;

/** A version cannot be called, since its environment is not there; the message says why, or how far it is. */
public final class EnvironmentNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private EnvironmentNotReadyException(String message) {
        super(message);
    }

    static EnvironmentNotReadyException building() {
        return new EnvironmentNotReadyException("the environment of the workflow is being built");
    }

    static EnvironmentNotReadyException failed(VersionRef version, String why) {
        return new EnvironmentNotReadyException("the environment of " + version + " cannot be built: " + why);
    }
}
