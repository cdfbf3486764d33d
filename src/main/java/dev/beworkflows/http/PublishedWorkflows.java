package dev.beworkflows.http;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;

/** Finds the version that calls go to. */
record PublishedWorkflows(Definitions definitions) {

    /** Fails with a {@link ProblemException} that tells a workflow of which nothing is published from one that does not exist. */
    Future<CallableWorkflow> find(WorkflowId id) {
        return definitions
                .callable(id)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> missing(id)))
                .recover(DatabaseAway::problem);
    }

    private Future<CallableWorkflow> missing(WorkflowId id) {
        return definitions.get(id).map(found -> {
            var unused = found.orElseThrow(() -> PathIds.unknownWorkflow(id.value()));
            throw Problem.of(ApiError.NOT_PUBLISHED, "no version of the workflow '" + id + "' is published")
                    .asException();
        });
    }
}
