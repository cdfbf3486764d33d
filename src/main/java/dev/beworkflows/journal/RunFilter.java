package dev.beworkflows.journal;

import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which runs a list shows, newest first.
 *
 * @param since accepted at or after
 * @param until accepted before
 * @param before only runs older than this one
 */
public record RunFilter(
        Optional<WorkflowId> workflow,
        Optional<RunStatus> status,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<RunId> before,
        int limit) {}
