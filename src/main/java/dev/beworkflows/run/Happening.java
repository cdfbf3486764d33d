package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an event of a run says. */
public sealed interface Happening {

    /** What an interceptor's messages and output name as their task. */
    TaskName INTERCEPTOR = new TaskName("intercept");

    /** Asks the case that this is. */
    <T> T on(Cases<T> cases);

    /** Whether nothing can happen to the run after this. */
    default boolean endsRun() {
        return false;
    }

    /** One answer for each case, so that nobody who tells them apart can forget one. */
    interface Cases<T> {
        T accepted(Accepted happening);

        T started(Started happening);

        T taskStarted(TaskStarted happening);

        T message(Message happening);

        T messagesDropped(MessagesDropped happening);

        T log(Log happening);

        T taskSucceeded(TaskSucceeded happening);

        T taskFailed(TaskFailed happening);

        T taskCancelled(TaskCancelled happening);

        T taskPassedOver(TaskPassedOver happening);

        T taskSkipped(TaskSkipped happening);

        T interrupted(Interrupted happening);

        T succeeded(Succeeded happening);

        T failed(Failed happening);

        T cancelled(Cancelled happening);

        T dead(Dead happening);

        T retried(Retried happening);
    }

    /** The first event of every run. */
    record Accepted(RunHeader header, List<TaskName> tasks) implements Happening {
        public Accepted {
            tasks = List.copyOf(tasks);
        }

        @Override
        public <T> T on(Cases<T> cases) {
            return cases.accepted(this);
        }
    }

    record Started() implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.started(this);
        }
    }

    /** @param worker the process id of the worker */
    record TaskStarted(TaskName task, int attempt, long worker) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.taskStarted(this);
        }
    }

    /** From {@code send_user_task_sse}. */
    record Message(TaskName task, JsonNode message) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.message(this);
        }
    }

    /** So many messages came faster than the run's rate allows, and are not kept. */
    record MessagesDropped(TaskName task, long count) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.messagesDropped(this);
        }
    }

    /** Output of a task: one or more lines. */
    record Log(TaskName task, int attempt, String text) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.log(this);
        }
    }

    /** @param userTime the time in the author's code */
    record TaskSucceeded(TaskName task, int attempt, Duration userTime) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.taskSucceeded(this);
        }
    }

    /** @param retryIn when the task is tried again; empty: never */
    record TaskFailed(TaskName task, int attempt, Failure failure, Optional<Duration> retryIn) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.taskFailed(this);
        }
    }

    record TaskCancelled(TaskName task, int attempt) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.taskCancelled(this);
        }
    }

    /** The task is disabled. */
    record TaskPassedOver(TaskName task) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.taskPassedOver(this);
        }
    }

    /** The edges to the task that its join needs were not taken. */
    record TaskSkipped(TaskName task, String reason) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.taskSkipped(this);
        }
    }

    /** The server that drove the run went away, or gave it back: what was executing starts again, what is recorded is kept. */
    record Interrupted(String reason) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.interrupted(this);
        }
    }

    /** @param timing of a run in the foreground */
    record Succeeded(Optional<RunTiming> timing) implements Happening {
        public Succeeded() {
            this(Optional.empty());
        }

        @Override
        public <T> T on(Cases<T> cases) {
            return cases.succeeded(this);
        }

        @Override
        public boolean endsRun() {
            return true;
        }
    }

    /** @param timing of a run in the foreground */
    record Failed(Failure failure, Optional<RunTiming> timing) implements Happening {
        public Failed(Failure failure) {
            this(failure, Optional.empty());
        }

        @Override
        public <T> T on(Cases<T> cases) {
            return cases.failed(this);
        }

        @Override
        public boolean endsRun() {
            return true;
        }
    }

    record Cancelled(String reason) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.cancelled(this);
        }

        @Override
        public boolean endsRun() {
            return true;
        }
    }

    /** Given up, because its workers or servers were lost too often. */
    record Dead(Failure failure) implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.dead(this);
        }

        @Override
        public boolean endsRun() {
            return true;
        }
    }

    /** Somebody wants a run that did not succeed to go on from where it failed. */
    record Retried() implements Happening {
        @Override
        public <T> T on(Cases<T> cases) {
            return cases.retried(this);
        }
    }
}
