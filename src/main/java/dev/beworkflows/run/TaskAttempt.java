package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt of a task from its start to its end.
 *
 * @param start empty: no worker took it
 * @param end what ended it; anything but an end of the task itself cut it off
 */
public record TaskAttempt(TaskName task, int number, Optional<Start> start, Instant endedAt, Happening end) {

    /** @param worker the process id of the worker */
    public record Start(Instant at, long worker) {}
}
