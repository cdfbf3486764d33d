package dev.beworkflows.catalog;

import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import java.util.List;
import java.util.OptionalInt;

/** Saves definitions that were found right, and lets calls go to them when that is wanted. May be used from any event loop. */
final class Saves {

    private final WorkflowStore store;
    private final WorkflowEnvironments environments;
    private final Publishing publishing;

    Saves(WorkflowStore store, WorkflowEnvironments environments, Publishing publishing) {
        this.store = store;
        this.environments = environments;
        this.publishing = publishing;
    }

    /** Saves the first version. */
    Future<SaveOutcome> create(DefinitionCheck.Result.Right right, Saving saving) {
        Saving own = saving.withLock(right.lock(), environments.isReady(right.lock()));
        return ready(right, own)
                .compose(ready -> store.create(right.workflow(), own))
                .compose(saved -> saved.isPresent()
                        ? saved(saved.get(), right.warnings())
                        : Future.succeededFuture(
                                new SaveOutcome.AlreadyExists(right.workflow().id())));
    }

    /** The same, but what it requires is looked for when it is called first. */
    Future<SaveOutcome> install(DefinitionCheck.Result.Right right, Saving saving) {
        return WorkflowEnvironments.spec(right.workflow()).isEmpty()
                ? create(right, saving)
                : store.create(right.workflow(), saving)
                        .map(saved -> saved.<SaveOutcome>map(
                                        version -> new SaveOutcome.Saved(version, right.warnings()))
                                .orElseGet(() -> new SaveOutcome.AlreadyExists(
                                        right.workflow().id())));
    }

    /**
     * Saves the next version.
     *
     * @param expected the version that must still be the newest; empty: any
     */
    Future<SaveOutcome> update(DefinitionCheck.Result.Right right, OptionalInt expected, Saving saving) {
        Saving own = saving.withLock(right.lock(), environments.isReady(right.lock()));
        return ready(right, own)
                .compose(ready -> store.update(right.workflow(), expected, own))
                .compose(update -> updated(right.workflow().id(), update, right.warnings()));
    }

    private Future<Void> ready(DefinitionCheck.Result.Right right, Saving saving) {
        return saving.isPublishedNow() ? publishing.ready(right) : Future.succeededFuture();
    }

    private Future<SaveOutcome> updated(WorkflowId id, WorkflowStore.Update update, List<WorkflowProblem> warnings) {
        if (update instanceof WorkflowStore.Update.Saved saved) {
            return saved(saved.version(), warnings);
        }
        return Future.succeededFuture(
                update instanceof WorkflowStore.Update.Conflict conflict
                        ? new SaveOutcome.Conflict(id, conflict.currentVersion())
                        : new SaveOutcome.NotFound(id));
    }

    private Future<SaveOutcome> saved(StoredVersion version, List<WorkflowProblem> warnings) {
        return publishing.settled(version).map(now -> new SaveOutcome.Saved(now, warnings));
    }
}
