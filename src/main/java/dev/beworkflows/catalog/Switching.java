package dev.beworkflows.catalog;

import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Switches a workflow, or one of its tasks, on or off.
 *
 * @param task empty: the workflow
 */
record Switching(WorkflowId id, Optional<TaskName> task, boolean enabled, Optional<String> author) {

    /** Saves what is published, switched; then the draft after it, if there is one. */
    Future<Publication> run(WorkflowStore store, Saves saves) {
        return Future.all(store.published(id), store.find(id)).compose(both -> {
            Optional<StoredVersion> published = both.resultAt(0);
            Optional<StoredVersion> newest = both.resultAt(1);
            if (published.isEmpty() || newest.isEmpty()) {
                return Future.succeededFuture(new Publication.NotFound());
            }
            boolean hasDraft = !newest.get().ref().equals(published.get().ref());
            return switched(published.get(), saves, true)
                    .compose(done -> hasDraft && done instanceof Publication.Done
                            ? switched(newest.get(), saves, false).map(done)
                            : Future.succeededFuture(done));
        });
    }

    private Future<Publication> switched(StoredVersion version, Saves saves, boolean publish) {
        Optional<Workflow> changed = task.isEmpty()
                ? Optional.of(version.workflow().withEnabled(enabled))
                : version.workflow().withTaskEnabled(task.get(), enabled);
        if (changed.isEmpty()) {
            return Future.succeededFuture(new Publication.NotFound());
        }
        DefinitionCheck.Result.Right right = new DefinitionCheck.Result.Right(changed.get(), List.of(), version.lock());
        return saves.update(right, OptionalInt.empty(), new Saving(author, message(), publish, Optional.empty()))
                .map(outcome -> outcome instanceof SaveOutcome.Saved saved
                        ? new Publication.Done(saved.version())
                        : new Publication.NotFound());
    }

    private String message() {
        return task.map(name -> "task " + name).orElse("workflow") + (enabled ? " enabled" : " disabled");
    }
}
