package dev.beworkflows.scheduler;

import dev.beworkflows.run.Run;
import dev.beworkflows.run.TaskRecord;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Join;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What may start next in one run. Pure: no clock, no thread, no input or output.
 *
 * <p>Every task settles once: it is done, passed over because it is disabled, or skipped. A task that settles settles the edges from it: those of a skipped task are not taken, those of a
 * task that is done are, unless it said otherwise when it ended. A task that joins all begins when all edges to it are taken, and is skipped with the first that is not; one that joins any
 * waits for all edges to it, and begins if one is taken. A disabled task is done the moment it could begin, and takes all its edges.
 */
final class Planner {

    private static final int REASONS_SHOWN = 3;

    private final Graph graph;
    private final Set<TaskName> begun = new HashSet<>();
    private final Set<TaskName> done = new HashSet<>();
    private final Set<TaskName> skipped = new HashSet<>();
    private final Map<TaskName, Map<TaskName, String>> notTaken = new HashMap<>();

    Planner(Graph graph) {
        this.graph = graph;
    }

    /**
     * What is settled already need not begin again.
     *
     * @param outputs of the tasks that are done
     */
    void restore(Run run, Map<TaskName, TaskOutput> outputs) {
        run.tasks().values().stream().filter(TaskRecord::isDone).forEach(task -> {
            begun.add(task.name());
            (task.skippedBecause().isPresent() ? skipped : done).add(task.name());
        });
        outputs.forEach((task, output) -> leave(task, output.notTaken()));
    }

    /** What begins now, in the order of the graph; each task comes up once. */
    record Step(List<Task> start, List<TaskName> passedOver, List<Skip> skipped) {

        private static Step empty() {
            return new Step(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    record Skip(TaskName task, String reason) {}

    private enum Turn {
        WAITS,
        BEGINS,
        IS_SKIPPED
    }

    Step next() {
        Step step = Step.empty();
        for (Task task : graph.order()) {
            if (!begun.contains(task.name())) {
                switch (turn(task)) {
                    case BEGINS -> begin(task, step);
                    case IS_SKIPPED -> skip(task, step);
                    case WAITS -> {}
                }
            }
        }
        return step;
    }

    private void begin(Task task, Step step) {
        begun.add(task.name());
        if (task.enabled()) {
            step.start().add(task);
        } else {
            done.add(task.name());
            step.passedOver().add(task.name());
        }
    }

    private void skip(Task task, Step step) {
        begun.add(task.name());
        skipped.add(task.name());
        step.skipped().add(new Skip(task.name(), reason(task.name())));
    }

    private Turn turn(Task task) {
        Set<TaskName> before = graph.directlyBefore(task.name());
        int open = 0;
        int taken = 0;
        for (TaskName from : before) {
            if (!done.contains(from) && !skipped.contains(from)) {
                open++;
            } else if (isTaken(from, task.name())) {
                taken++;
            }
        }
        boolean someNotTaken = open + taken < before.size();
        if (task.join() == Join.ALL && someNotTaken) {
            return Turn.IS_SKIPPED;
        }
        if (open > 0) {
            return Turn.WAITS;
        }
        return taken == 0 && someNotTaken ? Turn.IS_SKIPPED : Turn.BEGINS;
    }

    private boolean isTaken(TaskName from, TaskName to) {
        return done.contains(from) && !notTaken.getOrDefault(from, Map.of()).containsKey(to);
    }

    /** Why edges to the task were not taken, as far as that is known. */
    private String reason(TaskName task) {
        List<String> reasons = new ArrayList<>();
        for (TaskName from : graph.directlyBefore(task)) {
            if (skipped.contains(from)) {
                reasons.add("'" + from + "' was skipped");
            } else if (done.contains(from) && !isTaken(from, task)) {
                reasons.add(notTaken.getOrDefault(from, Map.of()).getOrDefault(task, ""));
            }
        }
        int more = reasons.size() - REASONS_SHOWN;
        return String.join("; ", reasons.subList(0, Math.min(REASONS_SHOWN, reasons.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    /** @param without the edges from the task that are not taken, by where they lead to, each with why */
    void finished(TaskName task, Map<TaskName, String> without) {
        if (!begun.contains(task) || skipped.contains(task) || !done.add(task)) {
            throw new IllegalStateException("task " + task + " finished without running");
        }
        leave(task, without);
    }

    private void leave(TaskName task, Map<TaskName, String> without) {
        if (!without.isEmpty()) {
            notTaken.put(task, without);
        }
    }

    /** Whether only one task has yet to settle. */
    boolean isLast() {
        return done.size() + skipped.size() + 1 == graph.order().size();
    }

    boolean isDone() {
        return done.size() + skipped.size() == graph.order().size();
    }
}
