package dev.beworkflows.workflow;

import java.util.List;
import java.util.Optional;

/** A workflow as its author defined it, free of contradictions. */
public record Workflow(
        WorkflowId id, About about, boolean enabled, Calling calling, Contract contract, Program program) {

    public Workflow withEnabled(boolean other) {
        return new Workflow(id, about, other, calling, contract, program);
    }

    /** The same with one task switched on or off; empty: there is no such task. */
    public Optional<Workflow> withTaskEnabled(TaskName name, boolean other) {
        Graph graph = program.graph();
        if (graph.tasks().stream().noneMatch(task -> task.name().equals(name))) {
            return Optional.empty();
        }
        List<Task> tasks = graph.tasks().stream()
                .map(task -> task.name().equals(name) ? task.withEnabled(other) : task)
                .toList();
        Program changed = program.withGraph(new Graph(tasks, graph.edges()));
        return Optional.of(new Workflow(id, about, enabled, calling, contract, changed));
    }
}
