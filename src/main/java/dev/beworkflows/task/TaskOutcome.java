package dev.beworkflows.task;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.RunRequest;
import java.time.Duration;
import java.util.Optional;

/** How an attempt of a task ended. The cases are kept apart because each has its own consequence for worker, run and caller. */
public sealed interface TaskOutcome {

    /** Why it failed; empty when it succeeded or was cancelled. */
    default Optional<Failure> failed() {
        return Optional.empty();
    }

    /** Whether the author's {@code retries} are for this. */
    default boolean mayBeRetried() {
        return false;
    }

    /** The time in the author's code, as far as it is known. */
    default Duration userTime() {
        return Duration.ZERO;
    }

    /** @param userTime the time in the author's code */
    record Succeeded(TaskOutput output, Duration userTime) implements TaskOutcome {}

    /**
     * An interceptor returned.
     *
     * @param request the call's request as it left it
     */
    record Intercepted(RunRequest request) implements TaskOutcome {}

    /** The function raised; the worker goes on. */
    record Raised(Failure failure) implements TaskOutcome {

        @Override
        public Optional<Failure> failed() {
            return Optional.of(failure);
        }

        @Override
        public boolean mayBeRetried() {
            return true;
        }
    }

    /** The attempt took longer than its limit; the worker was killed. */
    record TimedOut(Failure failure) implements TaskOutcome {

        @Override
        public Optional<Failure> failed() {
            return Optional.of(failure);
        }

        @Override
        public boolean mayBeRetried() {
            return true;
        }
    }

    /** The attempt took more memory than its limit; the worker was killed. The next attempt gets another one. */
    record OutOfMemory(Failure failure) implements TaskOutcome {

        @Override
        public Optional<Failure> failed() {
            return Optional.of(failure);
        }

        @Override
        public boolean mayBeRetried() {
            return true;
        }
    }

    /** {@link TaskExecution#cancel} was called in time; the worker, if one had it, was killed. */
    record Cancelled() implements TaskOutcome {}

    /** The worker died or broke the protocol. It may have done half its work, so the server does not repeat it by itself. */
    record WorkerLost(Failure failure) implements TaskOutcome {

        @Override
        public Optional<Failure> failed() {
            return Optional.of(failure);
        }
    }

    /** No worker became free within {@link TaskCall.Limits#patience}, or will; the task did not start. */
    record NoWorker(Failure failure) implements TaskOutcome {

        @Override
        public Optional<Failure> failed() {
            return Optional.of(failure);
        }
    }
}
