package dev.beworkflows.environments;

import java.util.Locale;

/** How far an environment is. */
public enum EnvironmentState {
    /** Others are built before. */
    WAITING,
    BUILDING,
    READY,
    /** Its last build failed; another is begun on demand only. */
    FAILED;

    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isUnderWay() {
        return this == WAITING || this == BUILDING;
    }
}
