package dev.beworkflows.catalog;

import dev.beworkflows.schema.WorkflowSchemas;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.PlainItems;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A version of a workflow with everything that a call of it needs, made once.
 *
 * @param isDraft whether the version was never published
 * @param code of each task
 * @param plainItems of its response
 */
public record CallableWorkflow(
        VersionRef version,
        boolean isDraft,
        Workflow workflow,
        WorkflowSchemas schemas,
        Map<TaskName, CodeUnit> code,
        Optional<CodeUnit> interceptor,
        PlainItems plainItems) {

    public CallableWorkflow {
        code = Map.copyOf(code);
    }

    /** What executes its tasks. */
    public WorkerKind worker() {
        return workerOf(workflow);
    }

    static WorkerKind workerOf(Workflow workflow) {
        return WorkerKind.BASE.withNetwork(workflow.program().needs().network());
    }

    /** Compiles the schemas; takes milliseconds, so not on an event loop. */
    public static CallableWorkflow of(StoredVersion stored) {
        Workflow workflow = stored.workflow();
        Map<TaskName, CodeUnit> code = new HashMap<>();
        workflow.program().graph().tasks().forEach(task -> code.put(task.name(), CodeUnit.of(workflow.id(), task)));
        Optional<CodeUnit> interceptor =
                workflow.program().interceptor().map(source -> CodeUnit.interceptor(workflow.id(), source));
        WorkflowSchemas schemas = WorkflowSchemas.compile(workflow);
        PlainItems items = new PlainItems(workflow.id() + "/" + stored.ref().version(), schemas.plainItems());
        return new CallableWorkflow(stored.ref(), stored.info().isDraft(), workflow, schemas, code, interceptor, items);
    }
}
