package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.EnvironmentListener;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/** The definitions of this server: checked before they are saved, made ready before calls go to them. May be used from any event loop. */
public final class Workflows implements Definitions {

    private final WorkflowStore store;
    private final CallableWorkflows callable;
    private final Judge judge;
    private final PendingVersions pending;
    private final Publishing publishing;
    private final Saves saves;

    /** Makes code ready where tasks are executed. */
    @FunctionalInterface
    public interface Warming {

        /** Completes when that is done, or when it has taken long enough; never fails because of the code. */
        Future<Void> warm(WorkerKind worker, List<CodeUnit> code);
    }

    /** Versions that wait for their environments are looked at when {@link #resume} is called, and when one becomes ready. */
    public Workflows(
            Vertx vertx, WorkflowStore store, DefinitionCheck check, Warming warming, Environments environments) {
        this.store = store;
        WorkflowEnvironments own = new WorkflowEnvironments(vertx, store, environments);
        WarmCode warm = new WarmCode(warming);
        this.callable = new CallableWorkflows(vertx, store, own);
        this.judge = new Judge(check, store, own);
        this.pending = new PendingVersions(store, own, callable, warm);
        this.publishing = new Publishing(store, judge, own, callable, warm, pending);
        this.saves = new Saves(store, own, publishing);
        environments.listen(new Listener());
    }

    @Override
    public Future<SaveOutcome> create(JsonNode definition, Saving saving) {
        return checked(definition, newId(), saving.publish(), right -> saves.create(right, saving));
    }

    @Override
    public Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected, Saving saving) {
        return checked(
                definition,
                id,
                saving.publish(),
                right -> right.workflow().id().equals(id)
                        ? saves.update(right, expected, saving)
                        : Future.succeededFuture(otherId(id)));
    }

    @Override
    public Future<SaveOutcome> check(JsonNode definition) {
        return checked(
                definition, newId(), true, right -> Future.succeededFuture(new SaveOutcome.Checked(right.warnings())));
    }

    @Override
    public Future<Unsaved> unsaved(JsonNode definition) {
        return judge.judge(definition, newId(), true)
                .compose(result -> result instanceof DefinitionCheck.Result.Right right
                        ? Patience.orFail(callable.unsaved(right.workflow(), right.lock()))
                                .map(made -> new Unsaved.Callable(made.orElseThrow()))
                        : Future.succeededFuture(
                                new Unsaved.Refused(((DefinitionCheck.Result.Wrong) result).problems())));
    }

    @Override
    public Future<ImportOutcome> importAll(List<FolderEntry> entries, Saving saving, boolean dryRun) {
        return new FolderImport(store, saves, publishing, saving, dryRun)
                .run(entries, new FolderChecks((definition, id) -> judge.judge(definition, id, saving.publish())));
    }

    @Override
    public Future<SaveOutcome> restore(VersionRef ref, Saving saving) {
        return store.find(ref).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new SaveOutcome.NotFound(ref.workflow()));
            }
            Saving same = saving.withYaml(found.get().yaml());
            return judge.judge(found.get(), saving.publish())
                    .compose(result -> saved(result, right -> saves.update(right, OptionalInt.empty(), same)));
        });
    }

    @Override
    public Future<Publication> publish(VersionRef ref) {
        return publishing.publish(ref);
    }

    /** Goes on, when the server starts, with the versions that wait for their environments: builds what is missing, also what failed before, then lets calls go to them. */
    public Future<Void> resume() {
        return pending.resume();
    }

    /** Saves and publishes what the server brings along; what it requires is looked for when it is called first. */
    public Future<SaveOutcome> install(JsonNode definition, Saving saving) {
        return checked(definition, newId(), false, right -> saves.install(right, saving));
    }

    @Override
    public Future<Publication> enable(
            WorkflowId id, Optional<TaskName> task, boolean enabled, Optional<String> author) {
        return new Switching(id, task, enabled, author).run(store, saves);
    }

    @Override
    public Future<Map<VersionRef, Lock>> locks() {
        return store.locks();
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
    public Future<List<VersionInfo>> versions(WorkflowId id, OptionalInt before, int limit) {
        return store.versions(id, before, limit);
    }

    @Override
    public Future<List<WorkflowSummary>> list(WorkflowFilter filter) {
        return store.list(filter);
    }

    @Override
    public Future<Boolean> delete(WorkflowId id) {
        return store.delete(id).onSuccess(deleted -> callable.forget(id));
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(WorkflowId id) {
        return Patience.orFail(callable.published(id));
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(VersionRef ref) {
        return Patience.orFail(callable.version(ref));
    }

    private Future<SaveOutcome> checked(
            JsonNode definition,
            WorkflowId idWhenAbsent,
            boolean isPublished,
            Function<DefinitionCheck.Result.Right, Future<SaveOutcome>> then) {
        return judge.judge(definition, idWhenAbsent, isPublished).compose(result -> saved(result, then));
    }

    private static Future<SaveOutcome> saved(
            DefinitionCheck.Result result, Function<DefinitionCheck.Result.Right, Future<SaveOutcome>> save) {
        return result instanceof DefinitionCheck.Result.Right right
                ? save.apply(right)
                : Future.succeededFuture(new SaveOutcome.Refused(((DefinitionCheck.Result.Wrong) result).problems()));
    }

    /** Hears of environments on their loop. */
    private final class Listener implements EnvironmentListener {
        @Override
        public void ready(EnvironmentId id) {
            pending.ready(id);
        }

        @Override
        public void removed(EnvironmentId id) {
            callable.forget(id);
        }
    }

    private static SaveOutcome otherId(WorkflowId id) {
        return new SaveOutcome.Refused(List.of(
                new WorkflowProblem("/id", "the id differs from the one in the path", "'" + id + "', or no id")));
    }

    private static WorkflowId newId() {
        return new WorkflowId(UUID.randomUUID().toString());
    }
}
