package dev.beworkflows.scheduler;

import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The chains of one run: the first task of a chain takes those after it along; when their turn comes they have begun. Belongs to the scheduler's loop. */
final class Chains {
    private final TaskCalls calls;
    private final Graph graph;
    private final Outputs outputs;
    private final Attempts attempts;
    private final RunRecorder recorder;
    private final Map<TaskName, TaskExecution> ahead = new HashMap<>();

    Chains(TaskCalls calls, Graph graph, Outputs outputs, Attempts attempts, RunRecorder recorder) {
        this.calls = calls;
        this.graph = graph;
        this.outputs = outputs;
        this.attempts = attempts;
        this.recorder = recorder;
    }

    /**
     * The task and those that the same worker may go on with.
     *
     * @param patience how long they may wait for a worker
     * @param begun whether the run had a worker before
     */
    List<TaskCall> from(Task task, int attempt, Duration patience, boolean begun) {
        Map<String, Value> visible = outputs.visibleTo(task.name());
        List<TaskCall> chain = new ArrayList<>(List.of(calls.of(task, attempt, visible, patience, begun)));
        for (Task next : after(task)) {
            chain.add(calls.of(next, attempts.upcoming(next.name()), visible, patience, begun));
        }
        return chain;
    }

    /** A step of a run that is durable, or may become so, waits until the one before is written. */
    private List<Task> after(Task task) {
        return recorder.isStepByStep() ? List.of() : graph.chainAfter(task.name());
    }

    /** A worker is to have the chain. */
    void started(List<TaskCall> chain, TaskExecution first) {
        TaskExecution execution = first;
        for (TaskCall next : chain.subList(1, chain.size())) {
            execution = execution.next().orElseThrow();
            ahead.put(next.task(), execution);
        }
    }

    /** The execution of a task whose turn it is, if the one before took it along. */
    @Nullable
    TaskExecution takenAlong(TaskName task) {
        return ahead.remove(task);
    }

    /** What followed in the task's chain did not begin; other chains of the run go on. */
    void broken(TaskName task) {
        graph.chainAfter(task).forEach(next -> ahead.remove(next.name()));
    }
}
