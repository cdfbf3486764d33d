package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Warns of pulls that can only fail: of a literal key that no task before pushes. */
public final class PullWarnings {

    private PullWarnings() {}

    /** A key that stands in the source as it is, and the line, from 1. */
    public record LiteralPull(String key, int line) {}

    /** @param dynamicPush the task also pushes keys that are computed, so nothing can be said of what it pushes */
    public record TaskKeys(TaskName task, List<String> pushes, List<LiteralPull> pulls, boolean dynamicPush) {}

    /** @param keys of each task of the graph, in the order of {@link Graph#tasks} */
    public static List<WorkflowProblem> of(Graph graph, List<TaskKeys> keys) {
        Map<TaskName, TaskKeys> byTask = new HashMap<>();
        keys.forEach(task -> byTask.put(task.task(), task));
        List<WorkflowProblem> warnings = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            warn(graph, byTask, keys.get(i), "/tasks/" + i + "/code", warnings);
        }
        return warnings;
    }

    private static void warn(
            Graph graph,
            Map<TaskName, TaskKeys> byTask,
            TaskKeys task,
            String pointer,
            List<WorkflowProblem> warnings) {
        Set<String> pushed = new HashSet<>(task.pushes());
        boolean unknown = task.dynamicPush();
        for (TaskName before : graph.before(task.task())) {
            TaskKeys keys = byTask.get(before);
            if (keys != null && graph.task(before).enabled()) {
                pushed.addAll(keys.pushes());
                unknown |= keys.dynamicPush();
            }
        }
        for (LiteralPull pull : task.pulls()) {
            if (!unknown && !pushed.contains(pull.key())) {
                warnings.add(new WorkflowProblem(
                        pointer,
                        "line " + pull.line() + ": no task before '" + task.task() + "' pushes '" + pull.key() + "'",
                        "a key that a task before this one pushes"));
            }
        }
    }
}
