package dev.beworkflows.taskapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what one attempt of a task leaves. Rows are kept as the bytes that the answer will hold, not as trees.
 *
 * <p>Filled on the worker's reading thread; {@link #output} is called on the loop after the worker's answer, which the same thread handed over.
 */
final class OutputCollector {

    private final Map<String, Value> pushed = new LinkedHashMap<>();
    private final Map<String, List<Buffer>> rows = new LinkedHashMap<>();
    private final Map<String, ObjectNode> meta = new LinkedHashMap<>();

    void push(String key, Value value) {
        pushed.put(key, value);
    }

    Map<String, Value> pushed() {
        return pushed;
    }

    void rows(String item, JsonNode array) {
        if (!array.isEmpty()) {
            String json = array.toString();
            rows.computeIfAbsent(item, key -> new ArrayList<>())
                    .add(Buffer.buffer(json.substring(1, json.length() - 1)));
        }
    }

    void meta(String item, ObjectNode object) {
        var unused = meta.computeIfAbsent(item, key -> JsonNodeFactory.instance.objectNode())
                .setAll(object);
    }

    TaskOutput output() {
        return new TaskOutput(pushed, rows, meta);
    }
}
