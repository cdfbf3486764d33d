package dev.beworkflows.catalog;

import dev.beworkflows.environments.Environment;
import dev.beworkflows.environments.EnvironmentFailedException;
import dev.beworkflows.environments.EnvironmentSpec;
import dev.beworkflows.environments.EnvironmentState;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.environments.Resolution;
import dev.beworkflows.workflow.Needs;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The environments of versions: found by what was resolved when they were saved, else resolved now, and kept with them. May be used from any event loop. */
final class WorkflowEnvironments {

    /** How long nobody is asked again what could not be resolved, for example without an index. */
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final WorkflowStore store;
    private final Environments environments;
    private final Map<VersionRef, Future<Resolution>> asked = new ConcurrentHashMap<>();

    WorkflowEnvironments(Vertx vertx, WorkflowStore store, Environments environments) {
        this.vertx = vertx;
        this.store = store;
        this.environments = environments;
    }

    /** What the requirements of a definition are resolved to. */
    Future<Resolution> resolve(Workflow workflow) {
        return environments.resolve(spec(workflow));
    }

    static EnvironmentSpec spec(Workflow workflow) {
        Needs needs = workflow.program().needs();
        return new EnvironmentSpec(needs.python(), needs.requirements());
    }

    /** Whether nothing has to be built before calls can go to it. */
    boolean isReady(Optional<Lock> lock) {
        return lock.isEmpty()
                || environments
                        .id(lock.get())
                        .flatMap(environments::state)
                        .filter(state -> state == EnvironmentState.READY)
                        .isPresent();
    }

    /** Where the version runs, built when it has to be. Empty: on the default interpreter. Fails with an {@link EnvironmentNotReadyException} when it cannot be had. */
    Future<Optional<Environment>> of(StoredVersion version) {
        EnvironmentSpec spec = spec(version.workflow());
        if (spec.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return version.lock().isPresent() ? ready(version.ref(), version.lock().get()) : found(version);
    }

    /** Where a definition will run that nothing has to be built for. */
    Future<Optional<Environment>> of(Workflow workflow, Optional<Lock> lock) {
        if (lock.isPresent()) {
            return environments.ready(lock.get()).map(Optional::of);
        }
        return resolve(workflow)
                .map(resolution -> resolution instanceof Resolution.Base base ? base.environment() : Optional.empty());
    }

    /** Where a definition runs that nobody saves, built when it has to be. Fails with an {@link EnvironmentNotReadyException} when it cannot be had. */
    Future<Optional<Environment>> ofUnsaved(Workflow workflow, Optional<Lock> lock) {
        return lock.isPresent() ? ready(new VersionRef(workflow.id(), 1), lock.get()) : of(workflow, lock);
    }

    private Future<Optional<Environment>> found(StoredVersion version) {
        return resolution(version).compose(resolution -> {
            if (resolution instanceof Resolution.Base base) {
                return Future.succeededFuture(base.environment());
            }
            if (resolution instanceof Resolution.Locked locked) {
                return store.keep(version.ref(), locked.lock()).compose(kept -> ready(version.ref(), locked.lock()));
            }
            String why =
                    problems(resolution).stream().map(WorkflowProblem::message).collect(Collectors.joining("\n"));
            return Future.failedFuture(EnvironmentNotReadyException.failed(version.ref(), why));
        });
    }

    private Future<Resolution> resolution(StoredVersion version) {
        return asked.computeIfAbsent(version.ref(), ref -> {
            Future<Resolution> resolution = environments.resolve(spec(version.workflow()));
            return resolution.onComplete(done -> {
                long unused = vertx.setTimer(AFTER_FAILURE.toMillis(), id -> asked.remove(ref));
            });
        });
    }

    private Future<Optional<Environment>> ready(VersionRef ref, Lock lock) {
        return environments
                .ready(lock)
                .map(Optional::of)
                .recover(why -> Future.failedFuture(
                        why instanceof EnvironmentFailedException
                                ? EnvironmentNotReadyException.failed(ref, String.valueOf(why.getMessage()))
                                : why));
    }

    /** Why requirements were refused; empty when they were not. */
    static List<WorkflowProblem> problems(Resolution resolution) {
        return resolution instanceof Resolution.Refused refused
                ? refused.findings().stream()
                        .map(finding -> new WorkflowProblem(finding.pointer(), finding.message(), finding.expected()))
                        .toList()
                : List.of();
    }

    static Optional<Lock> lock(Resolution resolution) {
        return resolution instanceof Resolution.Locked locked ? Optional.of(locked.lock()) : Optional.empty();
    }
}
