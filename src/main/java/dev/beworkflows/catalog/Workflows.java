package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The definitions of this server: checked before they are saved, callable ones kept in memory until a newer version is heard of. May be used from any event loop.
 */
public final class Workflows implements Definitions {

    private static final int KEPT_VERSIONS = 200;

    private final Vertx vertx;
    private final WorkflowStore store;
    private final DefinitionCheck check;
    private final Map<WorkflowId, CallableWorkflow> callable = new ConcurrentHashMap<>();
    private final Map<VersionRef, CallableWorkflow> versions = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    public Workflows(Vertx vertx, WorkflowStore store, DefinitionCheck check) {
        this.vertx = vertx;
        this.store = store;
        this.check = check;
        store.onChange(this::changed);
    }

    @Override
    public Future<SaveOutcome> create(JsonNode definition) {
        return checked(
                definition,
                newId(),
                (workflow, warnings) -> store.create(workflow)
                        .map(saved -> saved.map(version -> saved(version, warnings))
                                .orElseGet(() -> new SaveOutcome.AlreadyExists(workflow.id()))));
    }

    @Override
    public Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected) {
        return checked(
                definition,
                id,
                (workflow, warnings) -> workflow.id().equals(id)
                        ? store.update(workflow, expected).map(update -> updated(id, update, warnings))
                        : Future.succeededFuture(otherId(id)));
    }

    @Override
    public Future<SaveOutcome> check(JsonNode definition) {
        return checked(
                definition, newId(), (workflow, warnings) -> Future.succeededFuture(new SaveOutcome.Checked(warnings)));
    }

    @Override
    public Future<Optional<StoredVersion>> get(WorkflowId id) {
        return store.find(id);
    }

    @Override
    public Future<Optional<StoredVersion>> get(VersionRef ref) {
        return store.find(ref);
    }

    @Override
    public Future<List<WorkflowSummary>> list(WorkflowFilter filter) {
        return store.list(filter);
    }

    @Override
    public Future<Boolean> delete(WorkflowId id) {
        return store.delete(id).onSuccess(deleted -> changed(Optional.of(id)));
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(WorkflowId id) {
        CallableWorkflow known = callable.get(id);
        return known != null ? Future.succeededFuture(Optional.of(known)) : load(id);
    }

    /** A version, also an older one, with everything that a run of it needs; also when the workflow was deleted since. */
    public Future<Optional<CallableWorkflow>> callable(VersionRef ref) {
        CallableWorkflow known = callable.get(ref.workflow());
        if (known != null && known.version().equals(ref)) {
            return Future.succeededFuture(Optional.of(known));
        }
        CallableWorkflow older = versions.get(ref);
        return older != null ? Future.succeededFuture(Optional.of(older)) : load(ref);
    }

    private Future<Optional<CallableWorkflow>> load(VersionRef ref) {
        return store.find(ref).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
            }
            StoredVersion version = found.get();
            return vertx.executeBlocking(() -> CallableWorkflow.of(version)).map(compiled -> {
                if (versions.size() >= KEPT_VERSIONS) {
                    versions.clear(); // they never change, so that forgetting them costs time only
                }
                versions.put(ref, compiled);
                return Optional.of(compiled);
            });
        });
    }

    private Future<Optional<CallableWorkflow>> load(WorkflowId id) {
        long changesBefore = changes.get();
        return store.find(id)
                .compose(found -> found.map(version -> compile(version, changesBefore))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<CallableWorkflow>> compile(StoredVersion version, long changesBefore) {
        return vertx.executeBlocking(() -> CallableWorkflow.of(version)).map(loaded -> {
            callable.put(loaded.version().workflow(), loaded);
            if (changes.get() != changesBefore) { // it may be older than what was just heard of
                callable.remove(loaded.version().workflow(), loaded);
            }
            return Optional.of(loaded);
        });
    }

    private void changed(Optional<WorkflowId> id) {
        var unused = changes.incrementAndGet();
        id.ifPresentOrElse(callable::remove, callable::clear);
    }

    private Future<SaveOutcome> checked(JsonNode definition, WorkflowId idWhenAbsent, Then then) {
        return check.check(definition, idWhenAbsent).compose(result -> {
            if (result instanceof DefinitionCheck.Result.Right right) {
                return then.apply(right.workflow(), right.warnings());
            }
            return Future.succeededFuture(new SaveOutcome.Refused(((DefinitionCheck.Result.Wrong) result).problems()));
        });
    }

    private SaveOutcome updated(WorkflowId id, WorkflowStore.Update update, List<WorkflowProblem> warnings) {
        if (update instanceof WorkflowStore.Update.Saved saved) {
            return saved(saved.version(), warnings);
        }
        if (update instanceof WorkflowStore.Update.Conflict conflict) {
            return new SaveOutcome.Conflict(id, conflict.currentVersion());
        }
        return new SaveOutcome.NotFound(id);
    }

    private SaveOutcome saved(StoredVersion version, List<WorkflowProblem> warnings) {
        changed(Optional.of(version.ref().workflow()));
        return new SaveOutcome.Saved(version, warnings);
    }

    private static SaveOutcome otherId(WorkflowId id) {
        return new SaveOutcome.Refused(List.of(
                new WorkflowProblem("/id", "the id differs from the one in the path", "'" + id + "', or no id")));
    }

    private static WorkflowId newId() {
        return new WorkflowId(UUID.randomUUID().toString());
    }

    /** What is done with a definition that was found right. */
    private interface Then {
        Future<SaveOutcome> apply(Workflow workflow, List<WorkflowProblem> warnings);
    }
}
