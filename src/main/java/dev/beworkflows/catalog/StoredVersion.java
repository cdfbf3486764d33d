package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import java.time.Instant;

/** A saved version of a workflow. */
public record StoredVersion(VersionRef ref, Workflow workflow, Instant savedAt) {}
