package dev.beworkflows.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a task left as JSON, to be kept with the run. Rows stay the text that they are, so that nobody reads and writes them once more. */
public final class TaskOutputJson {

    private TaskOutputJson() {}

    public static ObjectNode write(TaskOutput output) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode pushed = json.putObject("pushed");
        output.pushed().forEach((key, value) -> pushed.set(key, ValueJson.write(value)));
        ObjectNode rows = json.putObject("rows");
        output.rows().forEach((item, parts) -> {
            var texts = rows.putArray(item);
            parts.forEach(part -> texts.add(part.toString()));
        });
        ObjectNode meta = json.putObject("meta");
        output.meta().forEach(meta::set);
        json.put("left_files", output.leftFiles());
        if (!output.notTaken().isEmpty()) {
            ObjectNode notTaken = json.putObject("not_taken");
            output.notTaken().forEach((to, reason) -> notTaken.put(to.value(), reason));
        }
        return json;
    }

    /** @throws IllegalArgumentException when {@link #write} writes nothing like this */
    public static TaskOutput read(JsonNode json) {
        Map<String, Value> pushed = new LinkedHashMap<>();
        json.path("pushed").properties().forEach(entry -> pushed.put(entry.getKey(), ValueJson.read(entry.getValue())));
        Map<String, List<Buffer>> rows = new LinkedHashMap<>();
        json.path("rows").properties().forEach(entry -> {
            List<Buffer> parts = new ArrayList<>();
            entry.getValue().forEach(part -> parts.add(Buffer.buffer(part.textValue())));
            rows.put(entry.getKey(), parts);
        });
        Map<String, ObjectNode> meta = new LinkedHashMap<>();
        json.path("meta").properties().forEach(entry -> meta.put(entry.getKey(), (ObjectNode) entry.getValue()));
        Map<TaskName, String> notTaken = new LinkedHashMap<>();
        json.path("not_taken")
                .properties()
                .forEach(entry -> notTaken.put(
                        new TaskName(entry.getKey()), entry.getValue().asText()));
        return new TaskOutput(pushed, rows, meta, json.path("left_files").asBoolean(), notTaken);
    }
}
