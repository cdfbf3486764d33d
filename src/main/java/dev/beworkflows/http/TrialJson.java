package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.FailureJson;
import dev.beworkflows.run.Happening;
import dev.beworkflows.scheduler.LiveTrial;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a task did that was executed by itself. */
final class TrialJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double NANOS = 1e9;

    private TrialJson() {}

    /** @param leftOut the keys of values that the task could not pull */
    static ObjectNode of(LiveTrial.Result result, Set<String> leftOut) {
        TaskOutcome outcome = result.outcome();
        ObjectNode json = NODES.objectNode()
                .put("status", status(outcome))
                .put("seconds", result.took().toNanos() / NANOS)
                .put("user_seconds", outcome.userTime().toNanos() / NANOS);
        put(json, outcome instanceof TaskOutcome.Succeeded succeeded ? succeeded.output() : TaskOutput.NOTHING);
        ArrayNode messages = json.putArray("messages");
        StringBuilder log = new StringBuilder();
        for (Happening happening : result.said()) {
            if (happening instanceof Happening.Message message) {
                messages.add(message.message());
            } else if (happening instanceof Happening.Log output) {
                log.append(output.text());
            }
        }
        json.put("log", log.toString());
        json.set("error", outcome.failed().<JsonNode>map(FailureJson::write).orElse(NODES.nullNode()));
        leftOut.forEach(json.putArray("left_out")::add);
        return json;
    }

    private static String status(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Succeeded) {
            return "succeeded";
        }
        return outcome instanceof TaskOutcome.Cancelled ? "cancelled" : "failed";
    }

    private static void put(ObjectNode json, TaskOutput output) {
        ArrayNode pushed = json.putArray("pushed");
        output.pushed().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> pushed.add(pushed(entry.getKey(), entry.getValue())));
        ObjectNode data = json.putObject("data");
        output.rows().forEach((item, rows) -> data.set(item, rows(rows)));
        ObjectNode meta = json.putObject("meta");
        output.meta().forEach(meta::set);
        ObjectNode notTaken = json.putObject("skipped");
        output.notTaken().forEach((task, why) -> notTaken.put(task.value(), why));
    }

    /** What only Python reads is told by its size. */
    private static ObjectNode pushed(String key, Value value) {
        ObjectNode json = NODES.objectNode().put("key", key);
        if (value instanceof Value.Json plain) {
            return json.set("value", plain.json());
        }
        return value instanceof Value.File file
                ? json.put("bytes", file.bytes())
                : json.put("bytes", value.memoryBytes() * 3 / 4); // of base64
    }

    private static JsonNode rows(List<Buffer> rows) {
        Buffer json = Buffer.buffer("[");
        for (Buffer piece : rows) {
            if (piece.length() > 0) {
                json.appendString(json.length() > 1 ? "," : "").appendBuffer(piece);
            }
        }
        return ExactJson.read(json.appendString("]"));
    }
}
