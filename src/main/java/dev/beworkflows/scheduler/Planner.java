package dev.beworkflows.scheduler;

import dev.beworkflows.run.Run;
import dev.beworkflows.run.TaskRecord;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What may start next in one run. Pure: no clock, no thread, no input or output.
 *
 * <p>A task is begun once all tasks with an edge to it are done. A disabled task is passed over: it is done the moment it could begin.
 */
final class Planner {

    private final Graph graph;
    private final Set<TaskName> begun = new HashSet<>();
    private final Set<TaskName> done = new HashSet<>();

    Planner(Graph graph) {
        this.graph = graph;
    }

    /** What is done already need not begin again. */
    void restore(Run run) {
        run.tasks().values().stream()
                .filter(TaskRecord::isDone)
                .map(TaskRecord::name)
                .forEach(task -> {
                    begun.add(task);
                    done.add(task);
                });
    }

    /** What begins now, in the order of the graph; each task comes up once. */
    record Step(List<Task> start, List<TaskName> passedOver) {}

    Step next() {
        List<Task> start = new ArrayList<>();
        List<TaskName> passedOver = new ArrayList<>();
        for (Task task : graph.order()) {
            if (!begun.contains(task.name()) && done.containsAll(graph.directlyBefore(task.name()))) {
                begun.add(task.name());
                if (task.enabled()) {
                    start.add(task);
                } else {
                    passedOver.add(task.name());
                    done.add(task.name());
                }
            }
        }
        return new Step(start, passedOver);
    }

    void finished(TaskName task) {
        if (!begun.contains(task) || !done.add(task)) {
            throw new IllegalStateException("task " + task + " finished without running");
        }
    }

    boolean isDone() {
        return done.size() == graph.order().size();
    }
}
