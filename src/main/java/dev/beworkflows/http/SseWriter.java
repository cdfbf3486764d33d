package dev.beworkflows.http;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** Server-sent events as bytes (WHATWG HTML, "Server-sent events"). Belongs to nobody. */
final class SseWriter {
    /** Says nothing, and shows that somebody is there. */
    static final Buffer COMMENT = Buffer.buffer(":\n\n");

    private SseWriter() {}

    /**
     * @param id without line ends; empty: the last event's id stays
     * @param name without line ends
     * @param data any text; its line ends, of whatever kind, arrive as line feeds
     */
    static Buffer event(Optional<String> id, String name, String data) {
        StringBuilder text = new StringBuilder(data.length() + 64);
        id.ifPresent(value -> text.append("id: ").append(value).append('\n'));
        text.append("event: ").append(name).append('\n');
        appendData(text, data);
        return Buffer.buffer(text.append('\n').toString());
    }

    /** How long a reader waits before it connects again. */
    static Buffer retry(Duration pause) {
        return Buffer.buffer("retry: " + pause.toMillis() + "\n\n");
    }

    private static void appendData(StringBuilder text, String data) {
        if (data.indexOf('\n') < 0 && data.indexOf('\r') < 0) { // as JSON is
            text.append("data: ").append(data).append('\n');
            return;
        }
        int start = 0;
        for (int i = 0; i <= data.length(); i++) {
            boolean end = i == data.length();
            char c = end ? '\n' : data.charAt(i);
            if (c == '\n' || c == '\r') {
                text.append("data: ").append(data, start, i).append('\n');
                if (c == '\r' && i + 1 < data.length() && data.charAt(i + 1) == '\n') {
                    i++;
                }
                start = i + 1;
            }
        }
    }
}
