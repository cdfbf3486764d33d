package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds pulls that will find nothing: of a key that neither a task before nor the task itself pushes. */
public final class PullWarnings {

    private static final int SHOWN = 10;

    private final Graph graph;
    private final Map<TaskName, TaskKeys> keys = new HashMap<>();

    public PullWarnings(Graph graph, List<TaskKeys> keys) {
        this.graph = graph;
        keys.forEach(task -> this.keys.put(task.task(), task));
    }

    /**
     * The keys that stand literally in the code of a task.
     *
     * @param dynamicPush it also pushes keys that are computed, so that any key may come from it
     */
    public record TaskKeys(TaskName task, List<String> pushes, List<LiteralPull> pulls, boolean dynamicPush) {
        public TaskKeys {
            pushes = List.copyOf(pushes);
            pulls = List.copyOf(pulls);
        }
    }

    /** @param line of the code, from 1 */
    public record LiteralPull(String key, int line) {}

    /** In the order of the tasks. A disabled task before another pushes nothing; one that may be skipped may push. */
    public List<WorkflowProblem> ofTasks() {
        List<WorkflowProblem> found = new ArrayList<>();
        List<Task> tasks = graph.tasks();
        for (int i = 0; i < tasks.size(); i++) {
            TaskName task = tasks.get(i).name();
            found.addAll(of(task, keysOf(task).pulls(), "/tasks/" + i + "/code"));
        }
        return found;
    }

    /**
     * Of a condition, which sees what the task before it sees.
     *
     * @param edge counts from 0, as the author listed them
     */
    public List<WorkflowProblem> ofCondition(int edge, List<LiteralPull> pulls) {
        String pointer = "/edges/" + edge + "/when";
        TaskName from = graph.edges().get(edge).from();
        if (graph.task(from).enabled()) {
            return of(from, pulls, pointer);
        }
        return List.of(new WorkflowProblem(
                pointer,
                "the task " + Texts.quoted(from.value()) + " is disabled: its conditions count as true",
                "an edge from an enabled task"));
    }

    private List<WorkflowProblem> of(TaskName task, List<LiteralPull> pulls, String pointer) {
        List<TaskKeys> sources = sources(task);
        List<WorkflowProblem> found = new ArrayList<>();
        if (sources.stream().anyMatch(TaskKeys::dynamicPush)) {
            return found;
        }
        Set<String> pushed = new TreeSet<>();
        sources.forEach(source -> pushed.addAll(source.pushes()));
        for (LiteralPull pull : pulls) {
            if (!pushed.contains(pull.key())) {
                found.add(warning(pointer, pull, pushed));
            }
        }
        return found;
    }

    private List<TaskKeys> sources(TaskName task) {
        List<TaskKeys> sources = new ArrayList<>();
        sources.add(keysOf(task));
        for (TaskName before : graph.before(task)) {
            if (graph.task(before).enabled()) {
                sources.add(keysOf(before));
            }
        }
        return sources;
    }

    private TaskKeys keysOf(TaskName name) {
        return keys.getOrDefault(name, new TaskKeys(name, List.of(), List.of(), false));
    }

    private static WorkflowProblem warning(String pointer, LiteralPull pull, Set<String> pushed) {
        String hint = Texts.nearest(pull.key(), pushed)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        String message = "no task before pushes the key " + Texts.quoted(pull.key()) + hint;
        List<String> known = pushed.stream().limit(SHOWN).map(Texts::quoted).toList();
        String expected = known.isEmpty()
                ? "a key that a task before pushes; none pushes any"
                : "a key that a task before pushes: " + String.join(", ", known) + (pushed.size() > SHOWN ? ", …" : "");
        return new WorkflowProblem(pointer, message, expected, pull.line(), 0);
    }
}
