package dev.beworkflows.task;

import java.util.function.LongConsumer;

/** Executes tasks somewhere. */
public interface TaskExecutor {

    /**
     * Executes one attempt as soon as there is room for it. Called on any event loop.
     *
     * @param callbacks what the running task may ask for
     * @param started told the worker's process id when a worker took the call, before any callback
     */
    TaskExecution execute(TaskCall call, TaskCallbacks callbacks, LongConsumer started);
}
