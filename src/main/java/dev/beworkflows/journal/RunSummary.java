package dev.beworkflows.journal;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import java.time.Instant;
import java.util.Optional;

/**
 * A run in a list.
 *
 * @param user whom it was for
 */
public record RunSummary(
        RunId id,
        VersionRef version,
        Mode mode,
        RunStatus status,
        Optional<String> user,
        Optional<Failure> failure,
        Times times) {

    public record Times(Instant acceptedAt, Optional<Instant> startedAt, Optional<Instant> finishedAt) {}

    public static RunSummary of(Run run) {
        Run.Times times = run.times();
        return new RunSummary(
                run.header().id(),
                run.header().version(),
                run.header().mode(),
                run.status(),
                run.header().caller().user(),
                run.failure(),
                new Times(times.acceptedAt(), times.startedAt(), times.finishedAt()));
    }
}
