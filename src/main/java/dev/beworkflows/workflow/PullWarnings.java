package dev.beworkflows.workflow;

import java.util.List;

public final class PullWarnings {
    private PullWarnings() {}

    public record LiteralPull(String key, int line) {}

    public record TaskKeys(TaskName task, List<String> pushes, List<LiteralPull> pulls, boolean dynamicPush) {}

    public static List<WorkflowProblem> of(Graph graph, List<TaskKeys> keys) {
        return List.of();
    }
}
