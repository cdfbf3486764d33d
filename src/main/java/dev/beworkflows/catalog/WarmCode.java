package dev.beworkflows.catalog;

import dev.beworkflows.environments.Environment;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.workflow.Workflow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has workers load the code of a workflow, and import what it names, before the first call of it. May be used from any event loop. */
final class WarmCode {

    private final Workflows.Warming warming;

    WarmCode(Workflows.Warming warming) {
        this.warming = warming;
    }

    /** @param environment of the workflow; empty: the server's default interpreter as it is */
    Future<Void> of(Workflow workflow, Optional<Environment> environment) {
        List<CodeUnit> code = new ArrayList<>();
        List<String> preload = workflow.program().needs().preload();
        if (!preload.isEmpty()) {
            code.add(CodeUnit.imports(preload));
        }
        workflow.program().graph().tasks().forEach(task -> code.add(CodeUnit.of(workflow.id(), task)));
        return warming.warm(CallableWorkflow.worker(workflow, environment), code);
    }
}
