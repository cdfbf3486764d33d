package dev.beworkflows.catalog;

import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Where versions of workflows last. Every method may be called on any event loop; a Future fails when the database cannot be reached. */
public interface WorkflowStore {

    /**
     * Saves the first version, or the next one of a workflow that was deleted before.
     *
     * @return empty when a workflow of this id exists
     */
    Future<Optional<StoredVersion>> create(Workflow workflow, Saving saving);

    /**
     * Saves the next version of an existing workflow.
     *
     * @param expected the version that must still be the newest; empty: any
     */
    Future<Update> update(Workflow workflow, OptionalInt expected, Saving saving);

    /** The newest version of a workflow that is not deleted. */
    Future<Optional<StoredVersion>> find(WorkflowId id);

    /** The version that calls go to, of a workflow that is not deleted. */
    Future<Optional<StoredVersion>> published(WorkflowId id);

    /** Lets calls go to a version from now on. Empty: there is none, or the workflow is deleted. */
    Future<Optional<StoredVersion>> publish(VersionRef ref);

    /** The same when the version waits for that; else nothing happens. */
    Future<Optional<StoredVersion>> publishPending(VersionRef ref);

    /** Notes that calls are to go to a version when its environment is ready; what is published before that ends the waiting. */
    Future<Void> publishWhenReady(VersionRef ref);

    /** The versions that wait for their environments. */
    Future<List<StoredVersion>> pending();

    /** Keeps what the requirements of a version were resolved to, when nothing is kept yet. */
    Future<Void> keep(VersionRef ref, Lock lock);

    /** What the versions need that calls go to, or will. */
    Future<Map<VersionRef, Lock>> locks();

    /**
     * The versions of a workflow that is not deleted, newest first; none: there is no such workflow, or no older version.
     *
     * @param before only versions before this one; empty: all
     * @param limit how many at most
     */
    Future<List<VersionInfo>> versions(WorkflowId id, OptionalInt before, int limit);

    /** One version, also of a deleted workflow. */
    Future<Optional<StoredVersion>> find(VersionRef ref);

    Future<List<WorkflowSummary>> list(WorkflowFilter filter);

    /** Its versions stay, so that its runs can still be read. False: there is none. */
    Future<Boolean> delete(WorkflowId id);

    /** Whether any workflow was ever saved. */
    Future<Boolean> isEmpty();

    /**
     * Tells of workflows that were saved, published or deleted by any server. Hints can be lost while the database is away: an empty id means "look again at all".
     */
    void onChange(Consumer<Optional<WorkflowId>> listener);

    /** What came of an update. */
    sealed interface Update {
        record Saved(StoredVersion version) implements Update {}

        record NotFound() implements Update {}

        record Conflict(int currentVersion) implements Update {}
    }
}
