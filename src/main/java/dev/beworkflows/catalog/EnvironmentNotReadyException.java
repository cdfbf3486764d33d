package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;

/** A version cannot be called, since its environment is not there; the message says why, or how far it is. */
public final class EnvironmentNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean isUnderWay;

    private EnvironmentNotReadyException(String message, boolean isUnderWay) {
        super(message);
        this.isUnderWay = isUnderWay;
    }

    /** Whether it is being built; else somebody has to help. */
    public boolean isUnderWay() {
        return isUnderWay;
    }

    static EnvironmentNotReadyException building() {
        return new EnvironmentNotReadyException("the environment of the workflow is being built", true);
    }

    static EnvironmentNotReadyException failed(VersionRef version, String why) {
        return new EnvironmentNotReadyException("the environment of " + version + " cannot be built: " + why, false);
    }
}
