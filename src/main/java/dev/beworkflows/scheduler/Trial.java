package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import java.util.Map;

/**
 * One task that is to be executed by itself, to see what it does: as in a run, but there is none, and nothing is recorded.
 *
 * @param id what the task sees as the id of its run
 * @param values what it can pull, by key
 */
public record Trial(
        RunId id,
        CallableWorkflow workflow,
        TaskName task,
        RunCaller caller,
        RunRequest request,
        Map<String, Value> values) {

    public Trial {
        values = Map.copyOf(values);
    }

    /** One that begins now. */
    public static Trial of(
            CallableWorkflow workflow, TaskName task, RunCaller caller, RunRequest request, Map<String, Value> values) {
        return new Trial(Order.newId(), workflow, task, caller, request, values);
    }
}
