package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The state of a run: what its events, applied in order, make of it. */
public record Run(
        RunHeader header,
        RunStatus status,
        Map<TaskName, TaskRecord> tasks,
        Optional<Failure> failure,
        Times times,
        long lastSeq) {

    public record Times(Instant acceptedAt, Optional<Instant> startedAt, Optional<Instant> finishedAt) {}
}
