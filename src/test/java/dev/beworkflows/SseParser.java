package dev.beworkflows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Interprets an event stream as the WHATWG's HTML standard writes it down ("9.2.6 Interpreting an event stream"), from bytes that come in any pieces. What a stream leaves unfinished is
 * discarded, as the standard asks.
 */
final class SseParser {

    /** @param id the last event id at that time */
    record Event(String id, String type, String data) {}

    private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private final List<Event> events = new ArrayList<>();
    private String type = "";
    private String idBuffer = "";
    private boolean afterCarriageReturn;
    private boolean begun;
    private long comments;
    private long retryMillis = -1;

    /** @param lastEventId of the connection before */
    SseParser(String lastEventId) {
        idBuffer = lastEventId;
    }

    void accept(byte[] bytes, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                line.write(bytes, from, i - from);
                boolean pair = b == '\n' && afterCarriageReturn && i == from && line.size() == 0;
                from = i + 1;
                afterCarriageReturn = b == '\r';
                if (!pair) {
                    endOfLine();
                }
            } else if (i == from) {
                afterCarriageReturn = false;
            }
        }
        line.write(bytes, from, count - from);
    }

    List<Event> events() {
        return events;
    }

    long comments() {
        return comments;
    }

    long retryMillis() {
        return retryMillis;
    }

    private void endOfLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!begun && text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        begun = true;
        if (text.isEmpty()) {
            dispatch();
        } else if (text.startsWith(":")) {
            comments++;
        } else {
            int colon = text.indexOf(':');
            String field = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(colon + 1);
            process(field, value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void process(String field, String value) {
        switch (field) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> idBuffer = value.indexOf('\0') < 0 ? value : idBuffer;
            case "retry" -> retryMillis = value.matches("[0-9]+") ? Long.parseLong(value) : retryMillis;
            default -> {} // ignored
        }
    }

    private void dispatch() {
        if (data.length() > 0) {
            events.add(new Event(idBuffer, type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1)));
        }
        data.setLength(0);
        type = "";
    }
}
