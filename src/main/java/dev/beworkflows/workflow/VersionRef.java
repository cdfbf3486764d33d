package dev.beworkflows.workflow;

/**
 * One immutable version of a workflow.
 *
 * @param version counts from 1, one more with each save
 */
public record VersionRef(WorkflowId workflow, int version) {

    public VersionRef {
        if (version < 1) {
            throw new IllegalArgumentException("versions count from 1");
        }
    }

    @Override
    public String toString() {
        return workflow + "@" + version;
    }
}
