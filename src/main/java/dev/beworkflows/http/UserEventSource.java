package dev.beworkflows.http;

import dev.beworkflows.http.RunReader.UserEvent;
import dev.beworkflows.run.RunEventJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What happens to all runs of one user, after a certain event. */
final class UserEventSource implements EventSource {
    private static final int PAGE = 50;

    private final RunReader runs;
    private final Optional<String> user;
    private String cursor;

    UserEventSource(RunReader runs, Optional<String> user, String cursor) {
        this.runs = runs;
        this.user = user;
        this.cursor = cursor;
    }

    @Override
    public Future<Piece> next() {
        return runs.userEvents(user, cursor, PAGE).map(found -> {
            if (!found.isEmpty()) {
                cursor = found.get(found.size() - 1).cursor();
            }
            List<Buffer> events = found.stream().map(UserEventSource::event).toList();
            return new Piece(events, false);
        });
    }

    @Override
    public Runnable watch(Runnable wake) {
        return runs.watchAll(wake);
    }

    private static Buffer event(UserEvent found) {
        return SseWriter.event(
                Optional.of(found.cursor()),
                RunEventJson.kind(found.event().happening()),
                RunEventJson.show(found.event())
                        .put("run_id", found.run().toString())
                        .toString());
    }
}
