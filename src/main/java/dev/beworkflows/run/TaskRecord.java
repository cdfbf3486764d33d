package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to one task of a run.
 *
 * @param attempts how many were started
 * @param startedAt of the last attempt
 * @param finishedAt of the last attempt
 * @param userTime of the last attempt: the time in the author's code
 * @param failure of the last attempt that failed
 */
public record TaskRecord(
        TaskName name,
        TaskStatus status,
        int attempts,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Duration> userTime,
        Optional<Failure> failure) {

    static TaskRecord waiting(TaskName name) {
        return new TaskRecord(
                name, TaskStatus.WAITING, 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
