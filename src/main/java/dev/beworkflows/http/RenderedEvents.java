package dev.beworkflows.http;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The latest events as they go over the wire, so that what many readers want is written once. Thread safe. */
final class RenderedEvents {
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_BYTES = 4 << 20;

    private record Key(RunId run, long seq) {}

    private final Map<Key, Buffer> rendered = new LinkedHashMap<>();
    private int bytes;

    /** The event of a run, with its number as id. */
    synchronized Buffer of(RunId run, RunEvent event) {
        Key key = new Key(run, event.seq());
        Buffer known = rendered.get(key);
        if (known != null) {
            return known;
        }
        Buffer fresh = SseWriter.event(
                Optional.of(Long.toString(event.seq())),
                RunEventJson.kind(event.happening()),
                RunEventJson.show(event).toString());
        remember(key, fresh);
        return fresh;
    }

    private void remember(Key key, Buffer fresh) {
        rendered.put(key, fresh);
        bytes += fresh.length();
        var oldest = rendered.entrySet().iterator();
        while (rendered.size() > MOST_EVENTS || bytes > MOST_BYTES) {
            bytes -= oldest.next().getValue().length();
            oldest.remove();
        }
    }
}
