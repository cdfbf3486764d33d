package dev.beworkflows.environments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a build that has ended, beside the environment.
 *
 * @param python the whole version
 * @param error empty: it is ready
 * @param bytes what it takes
 */
record EnvironmentRecord(
        EnvironmentId id,
        String python,
        Lock lock,
        Optional<String> error,
        Instant startedAt,
        Instant endedAt,
        long bytes,
        List<EnvironmentEvent> events) {

    private static final ObjectMapper JSON = new ObjectMapper();

    EnvironmentRecord {
        events = List.copyOf(events);
    }

    String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("id", id.value())
                .put("python", python)
                .put("lock_python", lock.python())
                .put("error", error.orElse(null))
                .put("started_at", startedAt.toString())
                .put("ended_at", endedAt.toString())
                .put("bytes", bytes);
        ArrayNode pins = json.putArray("pins");
        lock.pins().forEach(pin -> pins.add(pin.line()));
        ArrayNode list = json.putArray("events");
        events.forEach(event -> list.addArray()
                .add(event.seq())
                .add(event.at().toString())
                .add(event.kind().name())
                .add(event.text()));
        return json.toString();
    }

    /** @throws IllegalArgumentException when it is not what {@link #json} writes */
    static EnvironmentRecord parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<Pin> pins = new ArrayList<>();
            json.path("pins").forEach(pin -> pins.add(Pin.parse(pin.asText())));
            List<EnvironmentEvent> events = new ArrayList<>();
            json.path("events").forEach(event -> events.add(event(event)));
            return new EnvironmentRecord(
                    new EnvironmentId(json.path("id").asText()),
                    json.path("python").asText(),
                    new Lock(json.path("lock_python").asText(), pins),
                    Optional.ofNullable(json.path("error").textValue()),
                    Instant.parse(json.path("started_at").asText()),
                    Instant.parse(json.path("ended_at").asText()),
                    json.path("bytes").asLong(),
                    events);
        } catch (JsonProcessingException | java.time.DateTimeException e) {
            throw new IllegalArgumentException("not the record of an environment: " + e.getMessage(), e);
        }
    }

    private static EnvironmentEvent event(JsonNode json) {
        return new EnvironmentEvent(
                json.path(0).asLong(),
                Instant.parse(json.path(1).asText()),
                EnvironmentEvent.Kind.valueOf(json.path(2).asText()),
                json.path(3).asText());
    }
}
