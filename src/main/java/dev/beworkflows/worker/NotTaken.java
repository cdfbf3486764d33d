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
            notTaken.put(
                    end(entry, call), call.secrets().masked(entry.path("reason").asText("")));
        }
        return notTaken;
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
