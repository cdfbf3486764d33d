package dev.beworkflows.catalog;

import dev.beworkflows.schema.WorkflowSchemas;
import dev.beworkflows.task.CodeUnit;
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
 */
public record CallableWorkflow(
        VersionRef version,
        boolean isDraft,
        Workflow workflow,
        WorkflowSchemas schemas,
        Map<TaskName, CodeUnit> code,
        Optional<CodeUnit> interceptor) {

    public CallableWorkflow {
        code = Map.copyOf(code);
    }

    /** Compiles the schemas; takes milliseconds, so not on an event loop. */
    public static CallableWorkflow of(StoredVersion stored) {
        Workflow workflow = stored.workflow();
        Map<TaskName, CodeUnit> code = new HashMap<>();
        workflow.program().graph().tasks().forEach(task -> code.put(task.name(), CodeUnit.of(workflow.id(), task)));
        Optional<CodeUnit> interceptor =
                workflow.program().interceptor().map(source -> CodeUnit.interceptor(workflow.id(), source));
        return new CallableWorkflow(
                stored.ref(), stored.info().isDraft(), workflow, WorkflowSchemas.compile(workflow), code, interceptor);
    }
}
