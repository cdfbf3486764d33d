package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be done with definitions. Every method may be called on any event loop; a Future fails when the database or the interpreter cannot be reached. */
public interface Definitions {

    /** Checks and saves the first version; without an {@code id} in it the workflow gets one. */
    Future<SaveOutcome> create(JsonNode definition, Saving saving);

    /**
     * Checks and saves the next version.
     *
     * @param expected the version that must still be the newest; empty: any
     */
    Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected, Saving saving);

    /** Checks as {@link #create} does, saves nothing. */
    Future<SaveOutcome> check(JsonNode definition);

    /** Makes a definition callable without saving it: checked as {@link #check} does, in its environment, which is built when it has to be. */
    Future<Unsaved> unsaved(JsonNode definition);

    /**
     * Checks workflows that come as files, and when all are right saves those that differ from what is there.
     *
     * @param dryRun saves nothing, and says what would be
     */
    Future<ImportOutcome> importAll(List<FolderEntry> entries, Saving saving, boolean dryRun);

    Future<Optional<StoredVersion>> get(WorkflowId id);

    Future<Optional<StoredVersion>> get(VersionRef ref);

    /** Newest first; none: there is no such workflow, or no older version. */
    Future<List<VersionInfo>> versions(WorkflowId id, OptionalInt before, int limit);

    /** What the requirements of the versions were resolved to that calls go to, or will. */
    Future<Map<VersionRef, Lock>> locks();

    /** Makes everything ready that calls of the version need, then lets calls go to it; when that takes long, after the answer. */
    Future<Publication> publish(VersionRef ref);

    /** Saves an older version again, as the newest. */
    Future<SaveOutcome> restore(VersionRef ref, Saving saving);

    /**
     * Switches a workflow, or one of its tasks, on or off: a new version of what is published, published at once. A draft stays the newest version, switched as well.
     *
     * @param task empty: the workflow
     */
    Future<Publication> enable(WorkflowId id, Optional<TaskName> task, boolean enabled, Optional<String> author);

    Future<List<WorkflowSummary>> list(WorkflowFilter filter);

    Future<Boolean> delete(WorkflowId id);

    /** The published version, ready to be called; from memory but for the first time. */
    Future<Optional<CallableWorkflow>> callable(WorkflowId id);

    /** Any version, ready to be called, also of a workflow that was deleted since. */
    Future<Optional<CallableWorkflow>> callable(VersionRef ref);
}
