package dev.beworkflows.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Pushed values as JSON: in the protocol, and where checkpoints are kept. */
public final class ValueJson {

    /** A plain name: a worker must not be able to point outside the run's folder. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}");

    private ValueJson() {}

    public static ObjectNode write(Value value) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (value instanceof Value.Json json) {
            return node.set("json", json.json());
        }
        if (value instanceof Value.Pickle pickle) {
            return node.put("pickle", pickle.base64());
        }
        Value.File file = (Value.File) value;
        node.put("file", file.name()).put("bytes", file.bytes());
        return file.spilled() ? node.put("spilled", true) : node;
    }

    /** @throws IllegalArgumentException when this is no value */
    public static Value read(JsonNode node) {
        if (node.has("json")) {
            return new Value.Json(node.get("json"));
        }
        if (node.path("pickle").isTextual()) {
            return new Value.Pickle(node.get("pickle").textValue());
        }
        if (node.path("file").isTextual() && node.path("bytes").canConvertToLong()) {
            return new Value.File(
                    fileName(node.get("file").textValue()),
                    node.get("bytes").longValue(),
                    node.path("spilled").asBoolean());
        }
        throw new IllegalArgumentException("a value is neither json nor pickle nor file");
    }

    private static String fileName(String name) {
        if (!FILE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the file of a value is not a plain file name");
        }
        return name;
    }
}
