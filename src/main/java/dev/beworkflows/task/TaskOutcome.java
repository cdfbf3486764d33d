package dev.beworkflows.task;

import dev.beworkflows.run.Failure;
import java.time.Duration;

/** How an attempt of a task ended. The cases are kept apart because each has its own consequence for worker, run and caller. */
public sealed interface TaskOutcome {

    /** @param userTime the time in the author's code */
    record Succeeded(TaskOutput output, Duration userTime) implements TaskOutcome {}

    /** The function raised; the worker goes on. */
    record Raised(Failure failure) implements TaskOutcome {}

    /** The attempt took longer than its limit; the worker was killed. */
    record TimedOut(Failure failure) implements TaskOutcome {}

    /** {@link TaskExecution#cancel} was called in time; the worker, if one had it, was killed. */
    record Cancelled() implements TaskOutcome {}

    /** The worker died or broke the protocol. */
    record WorkerLost(Failure failure) implements TaskOutcome {}

    /** No worker became free within {@link TaskCall.Limits#patience}; the task did not start. */
    record NoWorker(Failure failure) implements TaskOutcome {}
}
