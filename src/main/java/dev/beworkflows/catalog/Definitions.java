package dev.beworkflows.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What can be done with definitions. Every method may be called on any event loop; a Future fails when the database or the interpreter cannot be reached. */
public interface Definitions {

    /** Checks and saves the first version; without an {@code id} in it the workflow gets one. */
    Future<SaveOutcome> create(JsonNode definition);

    /**
     * Checks and saves the next version.
     *
     * @param expected the version that must still be the newest; empty: any
     */
    Future<SaveOutcome> update(WorkflowId id, JsonNode definition, OptionalInt expected);

    /** Checks as {@link #create} does, saves nothing. */
    Future<SaveOutcome> check(JsonNode definition);

    Future<Optional<StoredVersion>> get(WorkflowId id);

    Future<Optional<StoredVersion>> get(VersionRef ref);

    Future<List<WorkflowSummary>> list(WorkflowFilter filter);

    Future<Boolean> delete(WorkflowId id);

    /** The newest version, ready to be called; from memory but for the first time. */
    Future<Optional<CallableWorkflow>> callable(WorkflowId id);
}
