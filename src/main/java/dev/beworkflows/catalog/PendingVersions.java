package dev.beworkflows.catalog;

import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.workflow.VersionRef;
import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Versions that calls go to when their environments are ready. May be used from any event loop. */
final class PendingVersions {

    private static final Logger LOG = LoggerFactory.getLogger(PendingVersions.class);

    private final WorkflowStore store;
    private final WorkflowEnvironments environments;
    private final CallableWorkflows callable;
    private final WarmCode warm;
    private final Set<VersionRef> finishing = ConcurrentHashMap.newKeySet();

    PendingVersions(WorkflowStore store, WorkflowEnvironments environments, CallableWorkflows callable, WarmCode warm) {
        this.store = store;
        this.environments = environments;
        this.callable = callable;
        this.warm = warm;
    }

    /** Goes on with all of them; builds what is missing, also what failed before. */
    Future<Void> resume() {
        return goOn(version -> environments.buildAgain(version).compose(begun -> finish(version)));
    }

    /** Goes on with all of them, as one of them may have waited for this. */
    void ready(EnvironmentId id) {
        goOn(this::finish)
                .onFailure(why -> LOG.warn("environment={} cannot look who waits for it: {}", id, why.toString()));
    }

    /** What became of a version after a moment; it goes on without whoever waits. */
    Future<StoredVersion> finishing(StoredVersion version) {
        return Patience.orGoOn(finish(version))
                .compose(unused -> store.find(version.ref()))
                .map(now -> now.orElse(version));
    }

    private Future<Void> goOn(Function<StoredVersion, Future<Void>> finish) {
        return store.pending().map(all -> {
            all.forEach(version -> finish.apply(version)
                    .onFailure(why -> LOG.warn("workflow={} next=wait cause={}", version.ref(), why.getMessage())));
            return null;
        });
    }

    private Future<Void> finish(StoredVersion version) {
        VersionRef ref = version.ref();
        if (!finishing.add(ref)) {
            return environments.of(version).mapEmpty();
        }
        return environments
                .of(version)
                .compose(built -> warm.of(version.workflow(), built))
                .compose(ready -> store.publishPending(ref))
                .compose(published -> callable.refreshed(ref.workflow()))
                .onComplete(done -> finishing.remove(ref))
                .mapEmpty();
    }
}
