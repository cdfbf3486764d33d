package dev.beworkflows.http;

import dev.beworkflows.environments.EnvironmentEvent;
import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.EventPage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** What happens while an environment is built, after a certain event. */
final class EnvironmentEventSource implements EventSource {

    static final int PAGE = 200;

    private final Environments environments;
    private final EnvironmentId id;
    private long cursor;

    EnvironmentEventSource(Environments environments, EnvironmentId id, long after) {
        this.environments = environments;
        this.id = id;
        this.cursor = after;
    }

    /** One that was removed has ended. */
    @Override
    public Future<Piece> next() {
        return environments.events(id, cursor, PAGE).map(found -> piece(found.orElse(new EventPage(List.of(), true))));
    }

    @Override
    public Runnable watch(Runnable wake) {
        return environments.watch(id, wake);
    }

    private Piece piece(EventPage page) {
        List<EnvironmentEvent> events = page.events();
        if (!events.isEmpty()) {
            cursor = events.get(events.size() - 1).seq();
        }
        return new Piece(events.stream().map(EnvironmentEventSource::event).toList(), page.ended());
    }

    private static Buffer event(EnvironmentEvent event) {
        return SseWriter.event(
                Optional.of(Long.toString(event.seq())),
                EnvironmentJson.kind(event),
                EnvironmentJson.of(event).toString());
    }
}
