package dev.beworkflows.catalog;

import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.List;

/** What came of saving (or only checking) a definition. */
public sealed interface SaveOutcome {

    /** Durable from now on. */
    record Saved(StoredVersion version, List<WorkflowProblem> warnings) implements SaveOutcome {}

    /** Checked and found right, not saved. */
    record Checked(List<WorkflowProblem> warnings) implements SaveOutcome {}

    /** @param problems all of them */
    record Refused(List<WorkflowProblem> problems) implements SaveOutcome {}

    record AlreadyExists(WorkflowId id) implements SaveOutcome {}

    record NotFound(WorkflowId id) implements SaveOutcome {}

    /** Somebody else saved in the meantime. */
    record Conflict(WorkflowId id, int currentVersion) implements SaveOutcome {}
}
