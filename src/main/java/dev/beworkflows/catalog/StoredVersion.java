package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;

/**
 * A saved version of a workflow.
 *
 * @param yaml {@code workflow.yaml} as its author wrote it, when the version comes from a folder
 */
public record StoredVersion(VersionInfo info, Workflow workflow, Optional<String> yaml) {

    public VersionRef ref() {
        return info.ref();
    }

    public Instant savedAt() {
        return info.savedAt();
    }
}
