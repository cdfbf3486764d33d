package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.rpc.ProtocolViolation;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.TaskName;
import java.util.LinkedHashMap;
import java.util.Map;

/** The edges that a task does not take, as its worker names them. */
final class NotTaken {

    private static final int LONGEST_REASON = 2_000;

    private NotTaken() {}

    /** @throws ProtocolViolation also when there were conditions and the worker says nothing: one that does not know them would take every edge */
    static Map<TaskName, String> read(JsonNode result, TaskCall call) {
        JsonNode list = result.path("not_taken");
        if (list.isMissingNode()) {
            if (call.following().stream().anyMatch(edge -> edge.when().isPresent())) {
                throw new ProtocolViolation("/result/not_taken is missing, although edges have conditions");
            }
            return Map.of();
        }
        Map<TaskName, String> notTaken = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            notTaken.put(end(entry, call), reason(entry, call));
        }
        return notTaken;
    }

    /** Cut only when nothing secret is in it any more: of a secret that was cut before, a half would be left. */
    private static String reason(JsonNode entry, TaskCall call) {
        String reason = call.secrets().masked(entry.path("reason").asText(""));
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    private static TaskName end(JsonNode entry, TaskCall call) {
        String to = entry.path("to").asText("");
        return call.following().stream()
                .map(Edge::to)
                .filter(task -> task.value().equals(to))
                .findFirst()
                .orElseThrow(() -> new ProtocolViolation("/result/not_taken: no edge leads to '" + to + "'"));
    }
}
