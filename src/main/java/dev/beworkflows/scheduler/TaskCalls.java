package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.Value;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.workflow.ResourceLimits;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.Map;

/** Makes the calls of one run's tasks: each gets the run's request, what was pushed before it, and its limits. */
final class TaskCalls {

    private final RunHeader header;
    private final CallableWorkflow workflow;
    private final Engine engine;
    private final ValueRoom room;

    TaskCalls(RunHeader header, CallableWorkflow workflow, Engine engine) {
        this.header = header;
        this.workflow = workflow;
        this.engine = engine;
        this.room = engine.values()
                .room(header.id())
                .within(workflow.workflow().program().resources().values());
    }

    /**
     * @param visible what tasks before it pushed
     * @param patience how long it may wait for a worker
     * @param begun whether the run had a worker before
     */
    TaskCall of(Task task, int attempt, Map<String, Value> visible, Duration patience, boolean begun) {
        Duration timeout = task.limits().timeout().orElse(engine.limits().task());
        ResourceLimits resources = workflow.workflow().program().resources();
        return new TaskCall(
                TaskCall.Kind.TASK,
                header,
                task.name(),
                attempt,
                code(task.name()),
                visible,
                new TaskCall.Limits(timeout, patience, begun, resources.memoryOf(task), resources.output()),
                engine.taskApis().secrets(workflow),
                workflow.workflow().program().graph().edgesFrom(task.name()),
                workflow.plainItems(),
                room,
                workflow.worker());
    }

    private CodeUnit code(TaskName task) {
        CodeUnit code = workflow.code().get(task);
        if (code == null) {
            throw new IllegalStateException("no code for task " + task);
        }
        return code;
    }
}
