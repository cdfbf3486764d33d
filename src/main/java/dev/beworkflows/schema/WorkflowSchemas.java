package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.List;
import java.util.Set;

/** The schemas of one version of a workflow, compiled once. */
public final class WorkflowSchemas {

    private WorkflowSchemas() {}

    /** Compiles the schemas of a workflow that was checked before; takes milliseconds. */
    public static WorkflowSchemas compile(Workflow workflow) {
        return new WorkflowSchemas();
    }

    /** Checks and converts a request; all problems come back together. */
    public RequestCheck check(RawRequest request) {
        return new RequestCheck.Refused(List.of());
    }

    /** The keys of the response items that the workflow declares, in order. */
    public Set<String> items() {
        return Set.of();
    }

    /**
     * Checks rows for a response item.
     *
     * @param rows a JSON array; anything else is a problem
     * @return at most 20 problems; pointers are relative to {@code rows}
     * @throws IllegalArgumentException when the item is not declared
     */
    public List<WorkflowProblem> checkRows(String item, JsonNode rows) {
        return List.of();
    }
}
