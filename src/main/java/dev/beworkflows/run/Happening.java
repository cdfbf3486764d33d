package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What an event of a run says. */
public sealed interface Happening {

    /** The first event of every run. */
    record Accepted(RunHeader header, List<TaskName> tasks) implements Happening {
        public Accepted {
            tasks = List.copyOf(tasks);
        }
    }

    record Started() implements Happening {}

    /** @param worker the process id of the worker */
    record TaskStarted(TaskName task, int attempt, long worker) implements Happening {}

    /** From {@code send_user_task_sse}. */
    record Message(TaskName task, JsonNode message) implements Happening {}

    /** Output of a task: one or more lines. */
    record Log(TaskName task, int attempt, String text) implements Happening {}

    /** @param userTime the time in the author's code */
    record TaskSucceeded(TaskName task, int attempt, Duration userTime) implements Happening {}

    /** @param retryIn when the task is tried again; empty: never */
    record TaskFailed(TaskName task, int attempt, Failure failure, Optional<Duration> retryIn) implements Happening {}

    record TaskCancelled(TaskName task, int attempt) implements Happening {}

    /** The task is disabled. */
    record TaskPassedOver(TaskName task) implements Happening {}

    record Succeeded() implements Happening {}

    record Failed(Failure failure) implements Happening {}

    record Cancelled(String reason) implements Happening {}
}
