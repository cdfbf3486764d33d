package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.environments.Environment;
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
 * @param worker what executes its tasks
 */
public record CallableWorkflow(
        VersionRef version,
        boolean isDraft,
        Workflow workflow,
        WorkflowSchemas schemas,
        Map<TaskName, CodeUnit> code,
        Optional<CodeUnit> interceptor,
        PlainItems plainItems,
        WorkerKind worker) {

    public CallableWorkflow {
        code = Map.copyOf(code);
    }

    /** @param environment of the workflow; empty: the server's default interpreter as it is */
    static WorkerKind worker(Workflow workflow, Optional<Environment> environment) {
        return environment
                .map(own -> new WorkerKind(
                        own.id().value(), Optional.of(own.python().toString()), false))
                .orElse(WorkerKind.BASE)
                .withNetwork(workflow.program().needs().network());
    }

    /** Compiles the schemas; takes milliseconds, so not on an event loop. */
    public static CallableWorkflow of(StoredVersion stored) {
        return of(stored, Optional.empty());
    }

    /** The same with an environment. */
    static CallableWorkflow of(StoredVersion stored, Optional<Environment> environment) {
        String version = stored.workflow().id() + "/" + stored.ref().version();
        return of(stored.ref(), stored.info().isDraft(), stored.workflow(), Optional.of(version), environment);
    }

    /** Of a workflow that nobody saves, as if it were a first draft. */
    static CallableWorkflow unsaved(Workflow workflow, Optional<Environment> environment) {
        return of(new VersionRef(workflow.id(), 1), true, workflow, Optional.empty(), environment);
    }

    /** @param name that stands for this version's items for ever; empty: workers are told of none */
    private static CallableWorkflow of(
            VersionRef version,
            boolean isDraft,
            Workflow workflow,
            Optional<String> name,
            Optional<Environment> environment) {
        Map<TaskName, CodeUnit> code = new HashMap<>();
        workflow.program().graph().tasks().forEach(task -> code.put(task.name(), CodeUnit.of(workflow.id(), task)));
        Optional<CodeUnit> interceptor =
                workflow.program().interceptor().map(source -> CodeUnit.interceptor(workflow.id(), source));
        WorkflowSchemas schemas = WorkflowSchemas.compile(workflow);
        PlainItems items = name.map(known -> new PlainItems(known, schemas.plainItems()))
                .orElseGet(() -> new PlainItems("", JsonNodeFactory.instance.objectNode()));
        return new CallableWorkflow(
                version, isDraft, workflow, schemas, code, interceptor, items, worker(workflow, environment));
    }
}
