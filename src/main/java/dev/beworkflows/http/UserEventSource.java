package dev.beworkflows.http;

import dev.beworkflows.journal.UserCursor;
import io.vertx.core.Future;
import java.util.Optional;

/** What happens to all runs of one user, after a certain event. */
final class UserEventSource implements EventSource {
    private static final int PAGE = 50;

    private final RunReader runs;
    private final RenderedEvents rendered;
    private final Optional<String> user;
    private UserCursor cursor;

    UserEventSource(RunReader runs, RenderedEvents rendered, Optional<String> user, UserCursor cursor) {
        this.runs = runs;
        this.rendered = rendered;
        this.user = user;
        this.cursor = cursor;
    }

    @Override
    public Future<Piece> next() {
        return runs.userEvents(user, cursor, PAGE).map(page -> {
            cursor = page.end();
            return new Piece(page.entries().stream().map(rendered::of).toList(), false);
        });
    }

    @Override
    public Runnable watch(Runnable wake) {
        return runs.watchUser(user, wake);
    }
}
