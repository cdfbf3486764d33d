package dev.beworkflows.run;

import java.util.Locale;

/** Where a task of a run is. */
public enum TaskStatus {
    WAITING,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** The task is disabled. */
    PASSED_OVER,
    /** Edges to the task were not taken; see {@link TaskRecord#skippedBecause}. */
    SKIPPED,
    /** The run ended before the task's turn came. */
    NOT_STARTED;

    /** As it stands in JSON and in the database. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
