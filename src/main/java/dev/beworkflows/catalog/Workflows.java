package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.environments.Environment;
import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.environments.EnvironmentListener;
import dev.beworkflows.environments.EnvironmentSpec;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The definitions of this server: checked before they are saved, made ready before calls go to them. May be used from any event loop. */
public final class Workflows implements Definitions {

    private static final Logger LOG = LoggerFactory.getLogger(Workflows.class);

    /** How long whoever saves or calls waits for an environment. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final WorkflowStore store;
    private final DefinitionCheck check;
    private final Warming warming;
    private final CallableWorkflows callable;
    private final WorkflowEnvironments environments;
    private final Set<VersionRef> finishing = ConcurrentHashMap.newKeySet();

    /** Makes code ready where tasks are executed. */
    @FunctionalInterface
    public interface Warming {

        /** Completes when that is done, or when it has taken long enough; never fails because of the code. */
        Future<Void> warm(WorkerKind worker, List<CodeUnit> code);
    }

    /** Versions that wait for their environments are looked at when {@link #resume} is called. */
    public Workflows(
            Vertx vertx, WorkflowStore store, DefinitionCheck check, Warming warming, Environments environments) {
        this.store = store;
        this.check = check;
        this.warming = warming;
        this.environments = new WorkflowEnvironments(vertx, store, environments);
        this.callable = new CallableWorkflows(vertx, store, this.environments);
        environments.listen(new Listener());
    }

    @Override
    public Future<SaveOutcome> create(JsonNode definition, Saving saving) {
        return checked(definition, newId(), saving.publish(), right -> create(right, saving));
    }

    @Override
    public Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected, Saving saving) {
        return checked(
                definition,
                id,
                saving.publish(),
                right -> right.workflow().id().equals(id)
                        ? update(right, expected, saving)
                        : Future.succeededFuture(otherId(id)));
    }

    @Override
    public Future<SaveOutcome> check(JsonNode definition) {
        return checked(
                definition, newId(), true, right -> Future.succeededFuture(new SaveOutcome.Checked(right.warnings())));
    }

    @Override
    public Future<Unsaved> unsaved(JsonNode definition) {
        return judged(definition, newId(), true)
                .compose(result -> result instanceof DefinitionCheck.Result.Right right
                        ? patiently(callable.unsaved(right.workflow(), right.lock()))
                                .map(made -> new Unsaved.Callable(made.orElseThrow()))
                        : Future.succeededFuture(
                                new Unsaved.Refused(((DefinitionCheck.Result.Wrong) result).problems())));
    }

    @Override
    public Future<ImportOutcome> importAll(List<FolderEntry> entries, Saving saving, boolean dryRun) {
        return new FolderImport(store, new Saves(), saving, dryRun)
                .run(entries, new FolderChecks((definition, id) -> judged(definition, id, saving.publish())));
    }

    @Override
    public Future<SaveOutcome> restore(VersionRef ref, Saving saving) {
        return store.find(ref).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new SaveOutcome.NotFound(ref.workflow()));
            }
            Saving same = saving.withYaml(found.get().yaml());
            return resolved(right(found.get()), saving.publish())
                    .compose(result -> result instanceof DefinitionCheck.Result.Right right
                            ? update(right, OptionalInt.empty(), same)
                            : Future.succeededFuture(
                                    new SaveOutcome.Refused(((DefinitionCheck.Result.Wrong) result).problems())));
        });
    }

    @Override
    public Future<Publication> publish(VersionRef ref) {
        return store.find(ref)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Publication.NotFound())
                        : resolved(right(found.get()), true).compose(result -> publish(ref, result)));
    }

    private Future<Publication> publish(VersionRef ref, DefinitionCheck.Result result) {
        if (result instanceof DefinitionCheck.Result.Wrong wrong) {
            return Future.succeededFuture(new Publication.Refused(wrong.problems()));
        }
        DefinitionCheck.Result.Right right = (DefinitionCheck.Result.Right) result;
        Future<Void> kept =
                right.lock().isPresent() ? store.keep(ref, right.lock().get()) : Future.succeededFuture();
        return environments.isReady(right.lock())
                ? kept.compose(done -> ready(right, Saving.PUBLISHED)).compose(done -> publishNow(ref))
                : kept.compose(done -> store.publishWhenReady(ref))
                        .compose(waits -> store.find(ref))
                        .compose(found -> found.isEmpty()
                                ? Future.succeededFuture(new Publication.NotFound())
                                : finishing(found.get()).map(Publication.Done::new));
    }

    private Future<Publication> publishNow(VersionRef ref) {
        return store.publish(ref)
                .compose(published -> published.isEmpty()
                        ? Future.succeededFuture(new Publication.NotFound())
                        : refreshed(ref.workflow()).map(now -> new Publication.Done(published.get())));
    }

    /** Goes on with the versions that wait for their environments: builds what is missing, then lets calls go to them. */
    public Future<Void> resume() {
        return store.pending().map(all -> {
            all.forEach(version -> finish(version)
                    .onFailure(why -> LOG.warn("workflow={} next=wait cause={}", version.ref(), why.getMessage())));
            return null;
        });
    }

    /** Saves and publishes what the server brings along; what it requires is looked for when it is called first. */
    public Future<SaveOutcome> install(JsonNode definition, Saving saving) {
        return checked(
                definition,
                newId(),
                false,
                right -> WorkflowEnvironments.spec(right.workflow()).isEmpty()
                        ? create(right, saving)
                        : store.create(right.workflow(), saving)
                                .map(saved -> saved.<SaveOutcome>map(
                                                version -> new SaveOutcome.Saved(version, right.warnings()))
                                        .orElseGet(() -> new SaveOutcome.AlreadyExists(
                                                right.workflow().id()))));
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
        return patiently(callable.published(id));
    }

    @Override
    public Future<Optional<CallableWorkflow>> callable(VersionRef ref) {
        return patiently(callable.version(ref));
    }

    private Future<Publication> switched(
            StoredVersion version, Optional<TaskName> task, boolean enabled, Saving saving) {
        Optional<Workflow> changed = task.isEmpty()
                ? Optional.of(version.workflow().withEnabled(enabled))
                : version.workflow().withTaskEnabled(task.get(), enabled);
        if (changed.isEmpty()) {
            return Future.succeededFuture(new Publication.NotFound());
        }
        DefinitionCheck.Result.Right right = new DefinitionCheck.Result.Right(changed.get(), List.of(), version.lock());
        return update(right, OptionalInt.empty(), saving)
                .map(outcome -> outcome instanceof SaveOutcome.Saved saved
                        ? new Publication.Done(saved.version())
                        : new Publication.NotFound());
    }

    private Future<SaveOutcome> create(DefinitionCheck.Result.Right right, Saving saving) {
        Saving own = saving.withLock(right.lock(), environments.isReady(right.lock()));
        return ready(right, own)
                .compose(ready -> store.create(right.workflow(), own))
                .compose(saved -> saved.isPresent()
                        ? saved(saved.get(), right.warnings())
                        : Future.succeededFuture(
                                new SaveOutcome.AlreadyExists(right.workflow().id())));
    }

    private Future<SaveOutcome> update(DefinitionCheck.Result.Right right, OptionalInt expected, Saving saving) {
        Saving own = saving.withLock(right.lock(), environments.isReady(right.lock()));
        return ready(right, own)
                .compose(ready -> store.update(right.workflow(), expected, own))
                .compose(update -> updated(right.workflow().id(), update, right.warnings()));
    }

    /** What can fail or take long is done before calls go to the new version. */
    private Future<Void> ready(DefinitionCheck.Result.Right right, Saving saving) {
        return saving.isPublishedNow()
                ? environments.of(right.workflow(), right.lock()).compose(built -> ready(right.workflow(), built))
                : Future.succeededFuture();
    }

    private Future<Void> ready(Workflow workflow, Optional<Environment> environment) {
        List<CodeUnit> code = new ArrayList<>();
        List<String> preload = workflow.program().needs().preload();
        if (!preload.isEmpty()) {
            code.add(CodeUnit.imports(preload));
        }
        workflow.program().graph().tasks().forEach(task -> code.add(CodeUnit.of(workflow.id(), task)));
        return warming.warm(CallableWorkflow.worker(workflow, environment), code);
    }

    private Future<SaveOutcome> checked(
            JsonNode definition,
            WorkflowId idWhenAbsent,
            boolean isPublished,
            Function<DefinitionCheck.Result.Right, Future<SaveOutcome>> then) {
        return judged(definition, idWhenAbsent, isPublished).compose(result -> {
            if (result instanceof DefinitionCheck.Result.Right right) {
                return then.apply(right);
            }
            return Future.succeededFuture(new SaveOutcome.Refused(((DefinitionCheck.Result.Wrong) result).problems()));
        });
    }

    /** Checks a definition, and what it requires when calls are to go to it. */
    private Future<DefinitionCheck.Result> judged(JsonNode definition, WorkflowId idWhenAbsent, boolean isPublished) {
        return check.check(definition, idWhenAbsent)
                .compose(result -> result instanceof DefinitionCheck.Result.Right right
                        ? known(right).compose(same -> resolved(same, isPublished))
                        : Future.succeededFuture(result));
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

    private static DefinitionCheck.Result.Right right(StoredVersion version) {
        return new DefinitionCheck.Result.Right(version.workflow(), List.of(), version.lock());
    }

    /** What became of a version that waits for its environment, after a moment; it goes on without whoever waits. */
    private Future<StoredVersion> finishing(StoredVersion version) {
        return finish(version)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(unused -> store.find(version.ref()))
                .map(now -> now.orElse(version));
    }

    private Future<Void> finish(StoredVersion version) {
        VersionRef ref = version.ref();
        if (!finishing.add(ref)) {
            return environments.of(version).mapEmpty();
        }
        return environments
                .of(version)
                .compose(built -> ready(version.workflow(), built))
                .compose(ready -> store.publishPending(ref))
                .compose(published -> callable.refreshed(ref.workflow()))
                .onComplete(done -> finishing.remove(ref))
                .mapEmpty();
    }

    /** What is saved is saved, also when the environment of what is published is not there. */
    private Future<Void> refreshed(WorkflowId id) {
        return patiently(callable.refreshed(id))
                .<Void>mapEmpty()
                .recover(why -> why instanceof EnvironmentNotReadyException
                        ? Future.succeededFuture()
                        : Future.failedFuture(why));
    }

    /** An environment that is not there is built, but nobody is kept waiting for it for long. */
    private static Future<Optional<CallableWorkflow>> patiently(Future<Optional<CallableWorkflow>> found) {
        return found.isComplete()
                ? found
                : found.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .recover(why -> Future.failedFuture(
                                why instanceof TimeoutException ? EnvironmentNotReadyException.building() : why));
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
        if (version.isPending()) {
            return finishing(version).map(now -> new SaveOutcome.Saved(now, warnings));
        }
        return refreshed(version.ref().workflow()).map(now -> new SaveOutcome.Saved(version, warnings));
    }

    /** Hears of environments on their loop. */
    private final class Listener implements EnvironmentListener {
        @Override
        public void ready(EnvironmentId id) {
            resume().onFailure(why -> LOG.warn("environment={} cannot look who waits for it: {}", id, why.toString()));
        }

        @Override
        public void removed(EnvironmentId id) {
            callable.forget(id);
        }
    }

    /** For an import, like any other save. */
    private final class Saves implements FolderImport.Saves {
        @Override
        public Future<SaveOutcome> create(DefinitionCheck.Result.Right right, Saving saving) {
            return Workflows.this.create(right, saving);
        }

        @Override
        public Future<SaveOutcome> update(DefinitionCheck.Result.Right right, Saving saving) {
            return Workflows.this.update(right, OptionalInt.empty(), saving);
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
