package dev.beworkflows.journal;

import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Instant;
import java.util.Optional;

/**
 * Which runs a list shows, newest first.
 *
 * @param user whom they were for
 * @param since accepted at or after
 * @param until accepted before
 * @param before only runs older than this one
 */
public record RunFilter(
        Optional<WorkflowId> workflow,
        Optional<RunStatus> status,
        Optional<String> user,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<RunId> before,
        int limit) {

    /** Whether the list shows this run, if its limit allows. */
    public boolean matches(RunSummary run) {
        Instant accepted = run.times().acceptedAt();
        return workflow.map(run.version().workflow()::equals).orElse(true)
                && status.map(run.status()::equals).orElse(true)
                && user.map(name -> run.user().equals(user)).orElse(true)
                && since.map(from -> !accepted.isBefore(from)).orElse(true)
                && until.map(accepted::isBefore).orElse(true)
                && before.map(id -> run.id().compareTo(id) < 0).orElse(true);
    }
}
