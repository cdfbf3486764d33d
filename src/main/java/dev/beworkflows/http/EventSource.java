package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Where a stream's events come from, one piece after the other. */
interface EventSource {

    /**
     * Some events, in order.
     *
     * @param ended whether none will ever follow
     */
    record Piece(List<Buffer> events, boolean ended) {
        public Piece {
            events = List.copyOf(events);
        }
    }

    /** The next events; none when there are none yet. Not called again before the Future completed. */
    Future<Piece> next();

    /** Calls {@code wake} on any thread when there may be more; the result ends that. */
    Runnable watch(Runnable wake);
}
