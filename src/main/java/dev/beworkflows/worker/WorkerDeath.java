package dev.beworkflows.worker;

import dev.beworkflows.task.TaskOutcome;
import java.util.Locale;
import java.util.Optional;

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
    /** It was killed, since it took more memory than its limit. */
    MEMORY_LIMIT,
    /** It was killed, since its task was cancelled. */
    CANCELLED,
    /** It was killed after its answer, for what the task left in it: a thread that goes on, and the like. */
    SPENT,
    /** The server replaced it by another. */
    RECYCLED,
    /** The server stopped it. */
    STOPPED;

    /** As it stands where deaths are counted. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param unwanted why the server did not want to keep it; empty: it did */
    static WorkerDeath of(WorkerState before, Optional<WorkerDeath> unwanted) {
        if (before instanceof WorkerState.Stopping stopping) {
            return of(stopping.because());
        }
        if (before instanceof WorkerState.Spent) {
            return SPENT;
        }
        if (unwanted.isPresent()) {
            return unwanted.get();
        }
        if (before instanceof WorkerState.Starting) {
            return AT_START;
        }
        return before instanceof WorkerState.Busy ? WHILE_BUSY : WHILE_IDLE;
    }

    private static WorkerDeath of(TaskOutcome because) {
        if (because instanceof TaskOutcome.TimedOut) {
            return TIME_LIMIT;
        }
        return because instanceof TaskOutcome.OutOfMemory ? MEMORY_LIMIT : CANCELLED;
    }

    /** Whether somebody should know. */
    boolean isNotable() {
        return this != CANCELLED && this != RECYCLED && this != STOPPED;
    }
}
