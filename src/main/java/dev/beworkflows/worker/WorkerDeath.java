package dev.beworkflows.worker;

import dev.beworkflows.task.TaskOutcome;
import java.util.Locale;

/** How a worker came to its end. */
public enum WorkerDeath {
    /** It did not come up. */
    AT_START,
    /** It vanished, or broke the protocol, while it executed a task. */
    WHILE_BUSY,
    /** It vanished while it had nothing to do, or loaded code. */
    WHILE_IDLE,
    /** It was killed, since its task took longer than its limit. */
    TIME_LIMIT,
    /** It was killed, since its task was cancelled. */
    CANCELLED,
    /** It was killed after its answer, for what the task left in it: a thread that goes on, and the like. */
    SPENT,
    /** The server stopped it. */
    STOPPED;

    /** As it stands where deaths are counted. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param wanted whether the server wanted to keep it */
    static WorkerDeath of(WorkerState before, boolean wanted) {
        if (before instanceof WorkerState.Stopping stopping) {
            return stopping.because() instanceof TaskOutcome.TimedOut ? TIME_LIMIT : CANCELLED;
        }
        if (before instanceof WorkerState.Spent) {
            return SPENT;
        }
        if (!wanted) {
            return STOPPED;
        }
        if (before instanceof WorkerState.Starting) {
            return AT_START;
        }
        return before instanceof WorkerState.Busy ? WHILE_BUSY : WHILE_IDLE;
    }
}
