package dev.beworkflows.catalog;

import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workflows that this server can call, in memory. A published version stays until the one that takes its place is ready, so that calls never wait for that, nor for the database.
 * May be used from any event loop.
 */
final class CallableWorkflows {

    private static final Logger LOG = LoggerFactory.getLogger(CallableWorkflows.class);
    private static final int KEPT_VERSIONS = 200;

    private final Vertx vertx;
    private final WorkflowStore store;
    private final WorkflowEnvironments environments;
    private final Map<WorkflowId, CallableWorkflow> published = new ConcurrentHashMap<>();
    private final Map<VersionRef, CallableWorkflow> versions = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    CallableWorkflows(Vertx vertx, WorkflowStore store, WorkflowEnvironments environments) {
        this.vertx = vertx;
        this.environments = environments;
        this.store = store;
        store.onChange(this::changed);
    }

    Future<Optional<CallableWorkflow>> published(WorkflowId id) {
        CallableWorkflow known = published.get(id);
        return known != null ? Future.succeededFuture(Optional.of(known)) : refreshed(id);
    }

    /** A version, also an older one; also when the workflow was deleted since. */
    Future<Optional<CallableWorkflow>> version(VersionRef ref) {
        CallableWorkflow known = published.get(ref.workflow());
        if (known != null && known.version().equals(ref)) {
            return Future.succeededFuture(Optional.of(known));
        }
        CallableWorkflow older = versions.get(ref);
        return older != null ? Future.succeededFuture(Optional.of(older)) : load(ref);
    }

    /** One that nobody saves; never empty, and not kept. */
    Future<Optional<CallableWorkflow>> unsaved(Workflow workflow, Optional<Lock> lock) {
        return environments
                .ofUnsaved(workflow, lock)
                .compose(environment ->
                        vertx.executeBlocking(() -> Optional.of(CallableWorkflow.unsaved(workflow, environment))));
    }

    void forget(WorkflowId id) {
        var unusedCount = changes.incrementAndGet();
        var unused = published.remove(id);
    }

    /** Whoever calls what ran in this environment has to wait until it is built again. */
    void forget(EnvironmentId gone) {
        var unusedCount = changes.incrementAndGet();
        boolean unused = published.values().removeIf(workflow -> isIn(workflow, gone));
        boolean unusedVersions = versions.values().removeIf(workflow -> isIn(workflow, gone));
    }

    private static boolean isIn(CallableWorkflow workflow, EnvironmentId environment) {
        return workflow.worker().environment().equals(environment.value());
    }

    /** Looks what is published now; what it was before serves until this is done. */
    Future<Optional<CallableWorkflow>> refreshed(WorkflowId id) {
        long before = changes.incrementAndGet();
        return store.published(id).compose(this::compiled).compose(loaded -> {
            if (changes.get() != before) { // it may be older than what was heard of meanwhile
                return store.published(id)
                        .map(found -> found.map(StoredVersion::ref))
                        .compose(now -> now.equals(loaded.map(CallableWorkflow::version))
                                ? Future.succeededFuture(put(id, loaded))
                                : refreshed(id));
            }
            return Future.succeededFuture(put(id, loaded));
        });
    }

    private Optional<CallableWorkflow> put(WorkflowId id, Optional<CallableWorkflow> loaded) {
        loaded.ifPresentOrElse(workflow -> published.put(id, workflow), () -> published.remove(id));
        return loaded;
    }

    private Future<Optional<CallableWorkflow>> load(VersionRef ref) {
        return store.find(ref)
                .compose(this::compiled)
                .onSuccess(loaded -> loaded.ifPresent(workflow -> {
                    if (versions.size() >= KEPT_VERSIONS) {
                        versions.clear(); // they can be made again, so that forgetting them costs time only
                    }
                    versions.put(ref, workflow);
                }));
    }

    private Future<Optional<CallableWorkflow>> compiled(Optional<StoredVersion> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        StoredVersion version = found.get();
        CallableWorkflow known = published.get(version.ref().workflow());
        return known != null && known.version().equals(version.ref())
                ? Future.succeededFuture(Optional.of(known))
                : environments
                        .of(version)
                        .compose(environment ->
                                vertx.executeBlocking(() -> Optional.of(CallableWorkflow.of(version, environment))));
    }

    private void changed(Optional<WorkflowId> id) {
        id.ifPresentOrElse(this::lookAgain, () -> published.keySet().forEach(this::lookAgain));
    }

    private void lookAgain(WorkflowId id) {
        versions.keySet().removeIf(ref -> ref.workflow().equals(id)); // a draft may have been published
        if (published.containsKey(id)) {
            refreshed(id)
                    .onFailure(why -> LOG.warn("workflow={} could not be looked at again: {}", id, why.toString()));
        }
    }
}
