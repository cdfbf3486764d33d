package dev.beworkflows.journal;

import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.util.List;

/** Where runs last. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface RunStore {

    /** A run and the events that it is the fold of. */
    record RunHistory(Run run, List<RunEvent> events) {

        public RunHistory {
            events = List.copyOf(events);
        }
    }

    /**
     * Saves runs that have ended, all of them in one transaction. Saving a run twice is the same as saving it once. Fails with a {@link RefusedRunsException} when the
     * store is there and refuses one of the runs.
     */
    Future<Void> saveAll(List<RunHistory> runs);

    /** All events of a run in order; empty when there is no such run. */
    Future<List<RunEvent>> events(RunId id);

    /** The events after one, in order; empty when there are none, or no such run. */
    Future<List<RunEvent>> events(RunId id, long after, int limit);

    Future<List<RunSummary>> list(RunFilter filter);
}
