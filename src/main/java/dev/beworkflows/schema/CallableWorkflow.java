package dev.beworkflows.schema;

import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;

/** A version of a workflow with everything that a call of it needs. */
public record CallableWorkflow(VersionRef version, Workflow workflow, WorkflowSchemas schemas) {}
