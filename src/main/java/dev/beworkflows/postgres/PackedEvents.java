package dev.beworkflows.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first events of a run in one text, {@code [[microseconds after the first, kind, details], …]}: the n-th has the number n. */
final class PackedEvents {

    /** Longer histories are read in pieces, and so stored in pieces. */
    private static final int LONGEST = 32_000;

    private static final int USUAL = 1_000;

    private PackedEvents() {}

    /**
     * Empty when they are too long for that.
     *
     * @param events of a run, from its first on
     */
    static Optional<String> pack(List<RunEvent> events) {
        StringWriter text = new StringWriter(USUAL);
        try (JsonGenerator json = PgJson.generator(text)) {
            Instant first = events.get(0).at();
            json.writeStartArray();
            for (RunEvent event : events) {
                write(event, first, json);
                if (text.getBuffer().length() > LONGEST) {
                    return Optional.empty();
                }
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.getBuffer().length() > LONGEST ? Optional.empty() : Optional.of(text.toString());
    }

    /**
     * At most so many of them, from those after {@code after} on.
     *
     * @param first when the first of them happened
     */
    static List<RunEvent> unpack(String packed, Instant first, long after, int limit) {
        List<RunEvent> events = new ArrayList<>();
        try (JsonParser json = PgJson.parser(packed)) {
            require(json.nextToken() == JsonToken.START_ARRAY);
            for (long seq = 1; events.size() < limit && json.nextToken() == JsonToken.START_ARRAY; seq++) {
                read(json, seq, first, seq > after, events);
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
