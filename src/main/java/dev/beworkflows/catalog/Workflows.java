package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/** The definitions of this server: checked before they are saved, made ready before calls go to them. May be used from any event loop. */
public final class Workflows implements Definitions {

    private final WorkflowStore store;
    private final DefinitionCheck check;
    private final Warming warming;
    private final CallableWorkflows callable;

    /** Makes code ready where tasks are executed. */
    @FunctionalInterface
    public interface Warming {

        /** Completes when that is done, or when it has taken long enough; never fails because of the code. */
        Future<Void> warm(WorkerKind worker, List<CodeUnit> code);
    }

    public Workflows(Vertx vertx, WorkflowStore store, DefinitionCheck check, Warming warming) {
        this.store = store;
        this.check = check;
        this.warming = warming;
        this.callable = new CallableWorkflows(vertx, store);
    }

    @Override
    public Future<SaveOutcome> create(JsonNode definition, Saving saving) {
        return checked(definition, newId(), right -> create(right, saving));
    }

    @Override
    public Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected, Saving saving) {
        return checked(
                definition,
                id,
                right -> right.workflow().id().equals(id)
                        ? update(right.workflow(), expected, saving, right.warnings())
                        : Future.succeededFuture(otherId(id)));
    }

    @Override
    public Future<SaveOutcome> check(JsonNode definition) {
        return checked(definition, newId(), right -> Future.succeededFuture(new SaveOutcome.Checked(right.warnings())));
    }

    @Override
    public Future<ImportOutcome> importAll(List<FolderEntry> entries, Saving saving, boolean dryRun) {
        return new FolderImport(store, new Saves(), saving, dryRun).run(entries, new FolderChecks(check));
    }

    @Override
    public Future<SaveOutcome> restore(VersionRef ref, Saving saving) {
        return store.find(ref).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new SaveOutcome.NotFound(ref.workflow()));
            }
            Saving same = saving.withYaml(found.get().yaml());
            return update(found.get().workflow(), OptionalInt.empty(), same, List.of());
        });
    }

    @Override
    public Future<Publication> publish(VersionRef ref) {
        return store.find(ref)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture()
                        : ready(found.get().workflow(), Saving.PUBLISHED))
                .compose(ready -> store.publish(ref))
                .compose(published -> published.isEmpty()
                        ? Future.succeededFuture(new Publication.NotFound())
                        : callable.refreshed(ref.workflow()).map(now -> new Publication.Done(published.get())));
    }

    @Override
    public Future<Publication> enable(
            WorkflowId id, Optional<TaskName> task, boolean enabled, Optional<String> author) {
        String message = task.map(name -> "task " + name).orElse("workflow") + (enabled ? " enabled" : " disabled");
        Saving now = new Saving(author, message, true, Optional.empty());
        Saving draft = new Saving(author, message, false, Optional.empty());
        return Future.all(store.published(id), store.find(id)).compose(both -> {
            Optional<StoredVersion> published = both.resultAt(0);
            Optional<StoredVersion> newest = both.resultAt(1);
            if (published.isEmpty() || newest.isEmpty()) {
                return Future.succeededFuture(new Publication.NotFound());
            }
            boolean hasDraft = !newest.get().ref().equals(published.get().ref());
            return switched(published.get(), task, enabled, now)
                    .compose(done -> hasDraft && done instanceof Publication.Done
                            ? switched(newest.get(), task, enabled, draft).map(done)
                            : Future.succeededFuture(done));
        });
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
        return callable.published(id);
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(VersionRef ref) {
        return callable.version(ref);
    }

    private Future<Publication> switched(
            StoredVersion version, Optional<TaskName> task, boolean enabled, Saving saving) {
        Optional<Workflow> changed = task.isEmpty()
                ? Optional.of(version.workflow().withEnabled(enabled))
                : version.workflow().withTaskEnabled(task.get(), enabled);
        if (changed.isEmpty()) {
            return Future.succeededFuture(new Publication.NotFound());
        }
        return update(changed.get(), OptionalInt.empty(), saving, List.of())
                .map(outcome -> outcome instanceof SaveOutcome.Saved saved
                        ? new Publication.Done(saved.version())
                        : new Publication.NotFound());
    }

    private Future<SaveOutcome> create(DefinitionCheck.Result.Right right, Saving saving) {
        return ready(right.workflow(), saving)
                .compose(ready -> store.create(right.workflow(), saving))
                .compose(saved -> saved.isPresent()
                        ? saved(saved.get(), right.warnings())
                        : Future.succeededFuture(
                                new SaveOutcome.AlreadyExists(right.workflow().id())));
    }

    private Future<SaveOutcome> update(
            Workflow workflow, OptionalInt expected, Saving saving, List<WorkflowProblem> warnings) {
        return ready(workflow, saving)
                .compose(ready -> store.update(workflow, expected, saving))
                .compose(update -> updated(workflow.id(), update, warnings));
    }

    /** What can fail or take long is done before calls go to the new version. */
    private Future<Void> ready(Workflow workflow, Saving saving) {
        if (!saving.publish()) {
            return Future.succeededFuture();
        }
        List<CodeUnit> code = new ArrayList<>();
        List<String> preload = workflow.program().needs().preload();
        if (!preload.isEmpty()) {
            code.add(CodeUnit.imports(preload));
        }
        workflow.program().graph().tasks().forEach(task -> code.add(CodeUnit.of(workflow.id(), task)));
        return warming.warm(CallableWorkflow.workerOf(workflow), code);
    }

    private Future<SaveOutcome> checked(
            JsonNode definition,
            WorkflowId idWhenAbsent,
            Function<DefinitionCheck.Result.Right, Future<SaveOutcome>> then) {
        return check.check(definition, idWhenAbsent).compose(result -> {
            if (result instanceof DefinitionCheck.Result.Right right) {
                return then.apply(right);
            }
            return Future.succeededFuture(new SaveOutcome.Refused(((DefinitionCheck.Result.Wrong) result).problems()));
        });
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
        return callable.refreshed(version.ref().workflow()).map(now -> new SaveOutcome.Saved(version, warnings));
    }

    /** For an import, like any other save. */
    private final class Saves implements FolderImport.Saves {
        @Override
        public Future<SaveOutcome> create(DefinitionCheck.Result.Right right, Saving saving) {
            return Workflows.this.create(right, saving);
        }

        @Override
        public Future<SaveOutcome> update(DefinitionCheck.Result.Right right, Saving saving) {
            return Workflows.this.update(right.workflow(), OptionalInt.empty(), saving, right.warnings());
        }

        @Override
        public Future<Publication> publish(VersionRef ref) {
            return Workflows.this.publish(ref);
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
