package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.journal.RunSummary;
import java.time.Duration;
import java.util.List;

/** A workflow in a list. */
final class WorkflowSummaryJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double NANOS = 1e9;

    private WorkflowSummaryJson() {}

    static ObjectNode of(WorkflowSummary summary) {
        ObjectNode json = NODES.objectNode()
                .put("id", summary.ref().workflow().value())
                .put("label", summary.about().label())
                .put("description", summary.about().description())
                .put("enabled", summary.enabled())
                .put("mode", summary.mode().json())
                .put("version", summary.ref().version())
                .put("saved_at", summary.savedAt().toString());
        JsonNode published = summary.published().isPresent()
                ? NODES.numberNode(summary.published().getAsInt())
                : NODES.nullNode();
        json.set("published_version", published);
        return json;
    }

    /** @param runs newest first */
    static ObjectNode withRuns(WorkflowSummary summary, List<RunSummary> runs) {
        ObjectNode json = of(summary);
        ArrayNode recent = json.putArray("recent_runs");
        for (RunSummary run : runs) {
            JsonNode unused = recent.addObject()
                    .put("run_id", run.id().toString())
                    .put("status", run.status().json())
                    .put("accepted_at", run.times().acceptedAt().toString())
                    .set("seconds", seconds(run.times()));
        }
        return json;
    }

    /** From start to end. */
    private static JsonNode seconds(RunSummary.Times times) {
        return times.startedAt()
                .flatMap(started -> times.finishedAt().map(ended -> Duration.between(started, ended)))
                .<JsonNode>map(took -> NODES.numberNode(took.toNanos() / NANOS))
                .orElse(NODES.nullNode());
    }
}
