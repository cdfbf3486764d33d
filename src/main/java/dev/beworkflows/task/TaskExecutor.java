package dev.beworkflows.task;

import java.util.List;
import java.util.function.LongConsumer;

/** Executes tasks somewhere. */
public interface TaskExecutor {

    /**
     * Executes a chain of attempts in one worker as soon as there is room for it: each begins, without asking anybody, when the one before it has succeeded and has taken its edge to it.
     * The first end of another kind ends the chain. Called on any event loop.
     *
     * @param chain at least one; all of the same run
     * @param started told the worker's process id when a worker took the chain, before any callback
     */
    TaskExecution execute(List<TaskAttempt> chain, LongConsumer started);

    /** The same for one attempt. */
    default TaskExecution execute(TaskCall call, TaskCallbacks callbacks, LongConsumer started) {
        return execute(List.of(new TaskAttempt(call, callbacks)), started);
    }
}
