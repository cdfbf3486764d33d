package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.Optional;

/** The members of a JSON object that was written here; each method fails with an {@link IllegalArgumentException} when the member is not what it should be. */
record Members(JsonNode json) {

    JsonNode node(String name) {
        JsonNode value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return value;
    }

    String text(String name) {
        return node(name, node(name).isTextual(), "a string").textValue();
    }

    Optional<String> optionalText(String name) {
        return node(name).isNull() ? Optional.empty() : Optional.of(text(name));
    }

    long number(String name) {
        return node(name, node(name).canConvertToLong(), "an integer").longValue();
    }

    Duration seconds(String name) {
        return Seconds.read(node(name, node(name).isNumber(), "a number").decimalValue());
    }

    Optional<Duration> optionalSeconds(String name) {
        return node(name).isNull() ? Optional.empty() : Optional.of(seconds(name));
    }

    ObjectNode object(String name) {
        return (ObjectNode) node(name, node(name).isObject(), "an object");
    }

    /** The member {@code timing}, which may be missing. */
    Optional<RunTiming> timing() {
        if (!json.has("timing")) {
            return Optional.empty();
        }
        Members timing = new Members(object("timing"));
        return Optional.of(new RunTiming(
                timing.seconds("validation"),
                timing.seconds("queue"),
                timing.seconds("dispatch"),
                timing.seconds("user"),
                timing.seconds("encode")));
    }

    TaskName task() {
        return new TaskName(text("task"));
    }

    int attempt() {
        return Math.toIntExact(number("attempt"));
    }

    private JsonNode node(String name, boolean right, String expected) {
        if (!right) {
            throw new IllegalArgumentException("'" + name + "' is not " + expected);
        }
        return node(name);
    }
}
