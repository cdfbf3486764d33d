package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.scheduler.RunResult;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where runs are looked up, running ones as well as those that have ended. Every method may be called on any event loop. */
public interface RunReader {

    /** A run as it is shown to those who may see it. */
    Future<Optional<ObjectNode>> find(RunId id);

    /** What was settled when a run was accepted: for whom it is, and of which workflow. */
    Future<Optional<RunHeader>> header(RunId id);

    /** What the tasks of a run pushed: of background runs that can be retried, and of the latest others as long as there is room; of any other run nothing. */
    Future<Map<TaskName, Map<String, Value>>> pushed(RunId id);

    /** Newest first. */
    Future<List<RunSummary>> list(RunFilter filter);

    /** How far a run is. */
    sealed interface Progress {

        /** @param status as it is written in JSON */
        record Running(String status) implements Progress {}

        record Ended(RunResult how) implements Progress {}

        /** It succeeded, and its answer went to its caller only. */
        record NotKept() implements Progress {}
    }

    /** Empty: there is no such run. */
    Future<Optional<Progress>> progress(RunId id);

    /**
     * A piece of a run's list of events.
     *
     * @param ended whether the last event of the run is in here, or came before
     */
    record EventPage(List<RunEvent> events, boolean ended) {
        public EventPage {
            events = List.copyOf(events);
        }
    }

    /** The events after one; only such as will never be taken back. Empty: there is no such run. */
    Future<Optional<EventPage>> events(RunId id, long after, int limit);

    /**
     * Calls {@code wake} on any thread whenever there may be more events of the run, at least once a second.
     *
     * @return ends that
     */
    Runnable watch(RunId id, Runnable wake);

    /**
     * The messages, starts and ends of all runs of a user after a cursor, in an order in which none is ever missed. Complete at once for a reader who has all but the latest, as long as the
     * user is watched.
     */
    Future<UserEvents.Page> userEvents(Optional<String> user, UserCursor after, int limit);

    /** The cursor after all that has happened so far. */
    Future<UserCursor> userCursor();

    /** Like {@link #watch}, for the events of a user; only when there are more, and without a look once a second. */
    Runnable watchUser(Optional<String> user, Runnable wake);
}
