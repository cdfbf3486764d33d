package dev.beworkflows.journal;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The messages, starts and ends of all runs of one user, in an order in which nothing ever comes before what was read already. A foreground run is in there when it has ended. Every
 * method may be called on any event loop; a Future fails when the database cannot be reached.
 */
public interface UserEvents {

    /** @param cursor for {@link #after} */
    record Entry(String cursor, RunId run, RunEvent event) {}

    /**
     * @param user empty: of runs whose caller is not known
     * @param cursor fails with an {@link IllegalArgumentException} when it is none
     */
    Future<List<Entry>> after(Optional<String> user, String cursor, int limit);

    /** The cursor after all that can be read now. */
    Future<String> now();
}
