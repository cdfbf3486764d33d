package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A definition with all but one of its tasks taken out, so that it can be tried while others are unfinished. Those right after it stay by name, as it may skip them.
 *
 * @param index where the task stood
 */
record SingleTask(ObjectNode definition, int index) {

    private static final String TASKS = "/tasks/";

    /** Empty: the definition has no such task. */
    static Optional<SingleTask> of(ObjectNode definition, String name) {
        JsonNode tasks = definition.path("tasks");
        for (int i = 0; i < tasks.size(); i++) {
            if (tasks.path(i) instanceof ObjectNode task
                    && task.path("name").asText().equals(name)) {
                return Optional.of(new SingleTask(reduced(definition, task, name), i));
            }
        }
        return Optional.empty();
    }

    private static ObjectNode reduced(ObjectNode definition, ObjectNode task, String name) {
        ObjectNode reduced = definition.deepCopy();
        ArrayNode tasks = reduced.putArray("tasks");
        tasks.add(task.deepCopy().without(List.of("enabled", "join")));
        ArrayNode edges = reduced.putArray("edges");
        for (String next : after(definition, name)) {
            JsonNode unusedTask = tasks.addObject().put("name", next).put("code", "def " + next + "(ti):\n    pass\n");
            JsonNode unusedEdge = edges.addObject().put("from", name).put("to", next);
        }
        return reduced.without(List.of("interceptor", "enabled"));
    }

    /** The names of the tasks right after it, as far as there are such tasks. */
    private static List<String> after(ObjectNode definition, String name) {
        Set<String> names = new HashSet<>();
        definition.path("tasks").forEach(task -> names.add(task.path("name").asText()));
        List<String> after = new ArrayList<>();
        for (JsonNode edge : definition.path("edges")) {
            String to = edge.path("to").asText();
            boolean follows = edge.path("from").asText().equals(name)
                    && !to.equals(name)
                    && names.contains(to)
                    && TaskName.isValid(to);
            if (follows && !after.contains(to)) {
                after.add(to);
            }
        }
        return after;
    }

    /** With its place in the whole definition. */
    WorkflowProblem located(WorkflowProblem problem) {
        String begin = TASKS + "0";
        boolean isOfTask = problem.pointer().equals(begin) || problem.pointer().startsWith(begin + "/");
        return isOfTask ? problem.at(TASKS + index + problem.pointer().substring(begin.length())) : problem;
    }
}
