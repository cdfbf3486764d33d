package dev.beworkflows.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;

/**
 * What an attempt that succeeded leaves: merged into the run as a whole, or not at all.
 *
 * @param pushed by key, the last push of each
 * @param rows by response item, as JSON objects joined by commas, checked; one buffer a {@code ti.response_data}
 * @param meta by response item, merged
 * @param leftFiles whether there are files in the run's folder of values, also of pushes that later ones replaced
 * @param notTaken the edges from the task that are not taken, by the task where they lead to, each with why
 */
public record TaskOutput(
        Map<String, Value> pushed,
        Map<String, List<Buffer>> rows,
        Map<String, ObjectNode> meta,
        boolean leftFiles,
        Map<TaskName, String> notTaken) {

    public static final TaskOutput NOTHING = new TaskOutput(Map.of(), Map.of(), Map.of(), false);

    /** Of a task that takes all its edges. */
    public TaskOutput(
            Map<String, Value> pushed,
            Map<String, List<Buffer>> rows,
            Map<String, ObjectNode> meta,
            boolean leftFiles) {
        this(pushed, rows, meta, leftFiles, Map.of());
    }

    public TaskOutput without(Map<TaskName, String> edges) {
        return edges.isEmpty() ? this : new TaskOutput(pushed, rows, meta, leftFiles, edges);
    }
}
