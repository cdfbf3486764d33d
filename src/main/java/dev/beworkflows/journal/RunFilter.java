package dev.beworkflows.journal;

import dev.beworkflows.run.RunId;
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
        RunChoice choice, Optional<Instant> since, Optional<Instant> until, Optional<RunId> before, int limit) {

    /** Whether the list shows this run, if its limit allows. */
    public boolean matches(RunSummary run) {
        Instant accepted = run.times().acceptedAt();
        return choice.matches(run)
                && since.map(from -> !accepted.isBefore(from)).orElse(true)
                && until.map(accepted::isBefore).orElse(true)
                && before.map(id -> run.id().compareTo(id) < 0).orElse(true);
    }
}
