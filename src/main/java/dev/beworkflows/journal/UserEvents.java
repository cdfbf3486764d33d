package dev.beworkflows.journal;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The messages, starts and ends of all runs of one user, in an order in which nothing ever comes before what was read already. A foreground run is in there when it has ended. Every
 * method may be called on any event loop; a Future fails when the database cannot be reached.
 */
public interface UserEvents {

    /** The kinds of events that users are told. */
    Set<String> KINDS = Set.of(
            "accepted",
            "started",
            "message",
            "messages_dropped",
            "succeeded",
            "failed",
            "cancelled",
            "dead",
            "retried");

    /** Whether users are told of it. */
    static boolean tells(RunEvent event) {
        return KINDS.contains(RunEventJson.kind(event.happening()));
    }

    /** @param cursor for {@link #after} */
    record Entry(UserCursor cursor, RunId run, RunEvent event) {}

    /**
     * Some entries, in order.
     *
     * @param end where the next page begins: nothing between the cursor that was asked for and this one will ever come that is not in here
     * @param isWhole whether this was all that there was
     */
    record Page(List<Entry> entries, UserCursor end, boolean isWhole) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** @param user empty: of runs whose caller is not known */
    Future<Page> after(Optional<String> user, UserCursor cursor, int limit);

    /** The cursor after all that can be read now. */
    Future<UserCursor> now();
}
