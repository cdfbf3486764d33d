package dev.beworkflows.taskapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.task.CallbackException;
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
    private final long maxBytes;
    private long bytes;
    private boolean leftFiles;

    /** @param maxBytes how much of rows, metadata and small pushed values one attempt may leave in the server's memory, roughly */
    OutputCollector(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws CallbackException when it is too much */
    void push(String key, Value value) {
        count(key.length() + value.memoryBytes());
        pushed.put(key, value);
        leftFiles |= value instanceof Value.File;
    }

    private void count(long more) {
        bytes += more;
        if (bytes > maxBytes) {
            throw new CallbackException(
                    CallbackException.OVER_LIMIT,
                    "rows, metadata and small pushed values of one task exceed " + maxBytes
                            + " bytes (BEW_TASK_RESULT_LIMIT)",
                    JsonNodeFactory.instance.objectNode());
        }
    }

    Map<String, Value> pushed() {
        return pushed;
    }

    void rows(String item, JsonNode array) {
        if (!array.isEmpty()) {
            String json = array.toString();
            count(json.length());
            rows.computeIfAbsent(item, key -> new ArrayList<>())
                    .add(Buffer.buffer(json.substring(1, json.length() - 1)));
        }
    }

    void meta(String item, ObjectNode object) {
        count(object.toString().length());
        var unused = meta.computeIfAbsent(item, key -> JsonNodeFactory.instance.objectNode())
                .setAll(object);
    }

    TaskOutput output() {
        return new TaskOutput(pushed, rows, meta, leftFiles);
    }
}
