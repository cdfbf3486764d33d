package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;

/** Lets calls go to versions: at once when nothing has to be built for them, else when that is done. May be used from any event loop. */
final class Publishing {

    private final WorkflowStore store;
    private final Judge judge;
    private final WorkflowEnvironments environments;
    private final CallableWorkflows callable;
    private final WarmCode warm;
    private final PendingVersions pending;

    Publishing(
            WorkflowStore store,
            Judge judge,
            WorkflowEnvironments environments,
            CallableWorkflows callable,
            WarmCode warm,
            PendingVersions pending) {
        this.store = store;
        this.judge = judge;
        this.environments = environments;
        this.callable = callable;
        this.warm = warm;
        this.pending = pending;
    }

    Future<Publication> publish(VersionRef ref) {
        return store.find(ref)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Publication.NotFound())
                        : judge.judge(found.get(), true).compose(result -> publish(ref, result)));
    }

    private Future<Publication> publish(VersionRef ref, DefinitionCheck.Result result) {
        if (result instanceof DefinitionCheck.Result.Wrong wrong) {
            return Future.succeededFuture(new Publication.Refused(wrong.problems()));
        }
        DefinitionCheck.Result.Right right = (DefinitionCheck.Result.Right) result;
        Future<Void> kept =
                right.lock().isPresent() ? store.keep(ref, right.lock().get()) : Future.succeededFuture();
        return environments.isReady(right.lock())
                ? kept.compose(done -> ready(right)).compose(done -> publishNow(ref))
                : kept.compose(done -> publishWhenReady(ref));
    }

    private Future<Publication> publishNow(VersionRef ref) {
        return store.publish(ref)
                .compose(published -> published.isEmpty()
                        ? Future.succeededFuture(new Publication.NotFound())
                        : refreshed(ref.workflow()).map(now -> new Publication.Done(published.get())));
    }

    private Future<Publication> publishWhenReady(VersionRef ref) {
        return store.publishWhenReady(ref)
                .compose(waits -> store.find(ref))
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Publication.NotFound())
                        : pending.finishing(found.get()).map(Publication.Done::new));
    }

    /** What can fail or take long is done before calls go to the new version. */
    Future<Void> ready(DefinitionCheck.Result.Right right) {
        return environments.of(right.workflow(), right.lock()).compose(built -> warm.of(right.workflow(), built));
    }

    /** What became of a version that was just saved, after a moment. */
    Future<StoredVersion> settled(StoredVersion saved) {
        return saved.isPending()
                ? pending.finishing(saved)
                : refreshed(saved.ref().workflow()).map(saved);
    }

    /** What is saved is saved, also when the environment of what is published is not there. */
    private Future<Void> refreshed(WorkflowId id) {
        return Patience.orFail(callable.refreshed(id))
                .<Void>mapEmpty()
                .recover(why -> why instanceof EnvironmentNotReadyException
                        ? Future.succeededFuture()
                        : Future.failedFuture(why));
    }
}
