package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.environments.EnvironmentSpec;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import java.util.List;

/** Finds definitions right or wrong: what is written in them, and what they require when calls are to go to them. May be used from any event loop. */
final class Judge {

    private final DefinitionCheck check;
    private final WorkflowStore store;
    private final WorkflowEnvironments environments;

    Judge(DefinitionCheck check, WorkflowStore store, WorkflowEnvironments environments) {
        this.check = check;
        this.store = store;
        this.environments = environments;
    }

    /** @param isPublished whether calls are to go to it */
    Future<DefinitionCheck.Result> judge(JsonNode definition, WorkflowId idWhenAbsent, boolean isPublished) {
        return check.check(definition, idWhenAbsent)
                .compose(result -> result instanceof DefinitionCheck.Result.Right right
                        ? known(right).compose(same -> resolved(same, isPublished))
                        : Future.succeededFuture(result));
    }

    /** What was saved was found right then; whether what it requires can be had is another question. */
    Future<DefinitionCheck.Result> judge(StoredVersion version, boolean isPublished) {
        return resolved(right(version), isPublished);
    }

    private static DefinitionCheck.Result.Right right(StoredVersion version) {
        return new DefinitionCheck.Result.Right(version.workflow(), List.of(), version.lock());
    }

    /** As long as the requirements stay the same, so do the packages. */
    private Future<DefinitionCheck.Result.Right> known(DefinitionCheck.Result.Right right) {
        EnvironmentSpec spec = WorkflowEnvironments.spec(right.workflow());
        return spec.isEmpty()
                ? Future.succeededFuture(right)
                : store.find(right.workflow().id())
                        .map(newest -> right.with(newest.filter(one -> WorkflowEnvironments.spec(one.workflow())
                                        .equals(spec))
                                .flatMap(StoredVersion::lock)));
    }

    private Future<DefinitionCheck.Result> resolved(DefinitionCheck.Result.Right right, boolean isPublished) {
        if (!isPublished || right.lock().isPresent()) {
            return Future.succeededFuture(right);
        }
        return environments.resolve(right.workflow()).map(resolution -> {
            List<WorkflowProblem> problems = WorkflowEnvironments.problems(resolution);
            return problems.isEmpty()
                    ? right.with(WorkflowEnvironments.lock(resolution))
                    : new DefinitionCheck.Result.Wrong(problems);
        });
    }
}
