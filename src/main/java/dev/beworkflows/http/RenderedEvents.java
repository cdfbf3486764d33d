package dev.beworkflows.http;

import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The latest events as they go over the wire, so that what many readers want is written once. Thread safe. */
final class RenderedEvents {
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_BYTES = 4 << 20;

    private record Key(RunId run, long seq) {}

    private final Map<Object, Buffer> rendered = new LinkedHashMap<>();
    private int bytes;

    /** The event of a run, with its number as id. */
    Buffer of(RunId run, RunEvent event) {
        return of(new Key(run, event.seq()), () -> write(Long.toString(event.seq()), event, RunEventJson.show(event)));
    }

    /** The event among those of a user, with its cursor as id. */
    Buffer of(UserEvents.Entry entry) {
        return of(
                entry.cursor(),
                () -> write(entry.cursor().toString(), entry.event(), RunEventJson.show(entry.event(), entry.run())));
    }

    private static Buffer write(String id, RunEvent event, String shown) {
        return SseWriter.event(Optional.of(id), RunEventJson.kind(event.happening()), shown);
    }

    private synchronized Buffer of(Object key, Supplier<Buffer> write) {
        Buffer known = rendered.get(key);
        if (known != null) {
            return known;
        }
        Buffer fresh = write.get();
        remember(key, fresh);
        return fresh;
    }

    private void remember(Object key, Buffer fresh) {
        rendered.put(key, fresh);
        bytes += fresh.length();
        var oldest = rendered.entrySet().iterator();
        while (rendered.size() > MOST_EVENTS || bytes > MOST_BYTES) {
            bytes -= oldest.next().getValue().length();
            oldest.remove();
        }
    }
}
