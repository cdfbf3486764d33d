package dev.beworkflows.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the finished tasks of one run left, put together in the order of the graph, not of arrival. */
final class Outputs {

    private final Graph graph;
    private final Map<TaskName, TaskOutput> byTask = new HashMap<>();

    Outputs(Graph graph) {
        this.graph = graph;
    }

    void add(TaskName task, TaskOutput output) {
        byTask.put(task, output);
    }

    /** By the task that left it. */
    Map<TaskName, TaskOutput> all() {
        return Map.copyOf(byTask);
    }

    /** What a task can pull: pushes of the tasks before it; of several under one key the latest in the order of the graph. */
    Map<String, Value> visibleTo(TaskName task) {
        Map<String, Value> visible = new HashMap<>();
        for (TaskName before : graph.before(task)) {
            visible.putAll(of(before).pushed());
        }
        return visible;
    }

    boolean hasFiles() {
        return byTask.values().stream().anyMatch(TaskOutput::leftFiles);
    }

    /** The answer of a run: {@code {"data": {item: [row …]}, "meta": {item: {…}}}}, every declared item in both. */
    Buffer response(Set<String> items) {
        Buffer json = Buffer.buffer("{\"data\":{");
        String separator = "";
        for (String item : items) {
            json.appendString(separator).appendString(quoted(item)).appendString(":[");
            appendRows(json, item);
            json.appendString("]");
            separator = ",";
        }
        json.appendString("},\"meta\":{");
        separator = "";
        for (String item : items) {
            json.appendString(separator)
                    .appendString(quoted(item))
                    .appendString(":")
                    .appendString(meta(item).toString());
            separator = ",";
        }
        return json.appendString("}}");
    }

    private void appendRows(Buffer json, String item) {
        String separator = "";
        for (Task task : graph.order()) {
            for (Buffer rows : of(task.name()).rows().getOrDefault(item, List.of())) {
                json.appendString(separator).appendBuffer(rows);
                separator = ",";
            }
        }
    }

    private ObjectNode meta(String item) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (Task task : graph.order()) {
            ObjectNode meta = of(task.name()).meta().get(item);
            if (meta != null) {
                merged.setAll(meta);
            }
        }
        return merged;
    }

    private TaskOutput of(TaskName task) {
        return byTask.getOrDefault(task, TaskOutput.NOTHING);
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
