package dev.beworkflows.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Events of a run that were written at once, in one text, {@code [[microseconds after the first of them, kind, details], …]}. Their numbers have no gaps. */
final class PackedEvents {

    /** Longer histories are read in pieces, and so stored in pieces. */
    private static final int LONGEST = 32_000;

    private static final int USUAL = 1_000;

    /**
     * @param seq of the first event
     * @param at when that happened
     * @param forUsers whether there is one among them that users are told
     */
    record Piece(long seq, Instant at, String events, boolean forUsers) {}

    private PackedEvents() {}

    /** As few pieces as can be, of which each is short or a single event. */
    static List<Piece> pack(List<RunEvent> events) {
        List<Piece> pieces = new ArrayList<>(1);
        int from = 0;
        while (from < events.size()) {
            from = pack(events, from, pieces);
        }
        return pieces;
    }

    /** Returns which event is the first of the next piece. */
    private static int pack(List<RunEvent> events, int from, List<Piece> pieces) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(USUAL);
        RunEvent first = events.get(from);
        boolean forUsers = false;
        int next = from;
        try (JsonGenerator json = PgJson.generator(text)) {
            json.writeStartArray();
            do {
                RunEvent event = events.get(next++);
                write(event, first.at(), json);
                forUsers |= UserEvents.tells(event);
            } while (next < events.size() && text.size() < LONGEST);
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        pieces.add(new Piece(first.seq(), first.at(), text.toString(StandardCharsets.UTF_8), forUsers));
        return next;
    }

    /**
     * At most so many of them, from those after {@code after} on.
     *
     * @param seq of the first of them
     * @param first when that happened
     */
    static List<RunEvent> unpack(String packed, long seq, Instant first, long after, int limit) {
        List<RunEvent> events = new ArrayList<>();
        try (JsonParser json = PgJson.parser(packed)) {
            require(json.nextToken() == JsonToken.START_ARRAY);
            for (long next = seq; events.size() < limit && json.nextToken() == JsonToken.START_ARRAY; next++) {
                read(json, next, first, next > after, events);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the database holds events that cannot be read", e);
        }
        return events;
    }

    private static void write(RunEvent event, Instant first, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeNumber(first.until(event.at(), ChronoUnit.MICROS));
        json.writeString(RunEventJson.kind(event.happening()));
        RunEventJson.writeDetails(event.happening(), json);
        json.writeEndArray();
    }

    private static void read(JsonParser json, long seq, Instant first, boolean wanted, List<RunEvent> events)
            throws IOException {
        long micros = json.nextLongValue(-1);
        require(json.currentToken() == JsonToken.VALUE_NUMBER_INT);
        String kind = json.nextTextValue();
        require(json.nextToken() == JsonToken.START_OBJECT);
        if (wanted) {
            JsonNode details = json.readValueAsTree();
            events.add(new RunEvent(
                    seq, first.plus(micros, ChronoUnit.MICROS), RunEventJson.readHappening(kind, details)));
        } else {
            json.skipChildren();
        }
        require(json.nextToken() == JsonToken.END_ARRAY);
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("the database holds events that are not packed as they should be");
        }
    }
}
