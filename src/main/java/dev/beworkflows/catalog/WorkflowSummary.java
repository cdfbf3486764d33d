package dev.beworkflows.catalog;

import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A workflow in a list, as its newest version is.
 *
 * @param published the version that calls go to; empty: nothing of it was published
 */
public record WorkflowSummary(
        VersionRef ref, About about, boolean enabled, Mode mode, Instant savedAt, OptionalInt published) {}
