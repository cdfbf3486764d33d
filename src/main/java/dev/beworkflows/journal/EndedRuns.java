package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;

/** Who wants to know of runs that have ended. */
@FunctionalInterface
public interface EndedRuns {

    /**
     * A run has ended on this server: one in the foreground behind its answer, a durable one when its end is written; again when it was retried and ended again. Called on the journal's
     * loop, so that it must be quick and must not fail.
     */
    void ended(RunHistory run);

    /** Tells this one, then the other. */
    default EndedRuns andThen(EndedRuns other) {
        return run -> {
            ended(run);
            other.ended(run);
        };
    }
}
