package dev.beworkflows.catalog;

import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import java.time.Instant;

/** A workflow in a list; the version is the newest. */
public record WorkflowSummary(VersionRef ref, About about, boolean enabled, Mode mode, Instant savedAt) {}
