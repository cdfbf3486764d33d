package dev.beworkflows.run;

import java.util.Locale;

/** Why a task or a run failed. */
public enum FailureKind {
    /** The author's function raised. */
    RAISED,
    /** An attempt of a task took longer than its limit. */
    TASK_TIMEOUT,
    /** An attempt of a task took more memory than its limit. */
    MEMORY_LIMIT,
    /** The whole run took longer than its limit. */
    RUN_TIMEOUT,
    /** The process that executed the task died or broke the protocol. */
    WORKER_LOST,
    /** The server that drove the run went away too often. */
    SERVER_LOST,
    /** No worker became free in time, or will. */
    NO_WORKER,
    /** Somebody cancelled the run, or its caller went away. */
    CANCELLED,
    /** Something failed that is not the author's fault. */
    INTERNAL;

    /** As it stands in JSON and in the database. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no kind is written so */
    public static FailureKind parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
