package dev.beworkflows.catalog;

import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import java.time.Instant;
import java.util.Optional;

/**
 * A saved version of a workflow.
 *
 * @param yaml {@code workflow.yaml} as its author wrote it, when the version comes from a folder
 * @param lock what its requirements were resolved to; empty: they need nothing, or nobody has asked
 * @param isPending whether calls will go to it when its environment is ready
 */
public record StoredVersion(
        VersionInfo info, Workflow workflow, Optional<String> yaml, Optional<Lock> lock, boolean isPending) {

    /** One that needs no environment. */
    public StoredVersion(VersionInfo info, Workflow workflow, Optional<String> yaml) {
        this(info, workflow, yaml, Optional.empty(), false);
    }

    public VersionRef ref() {
        return info.ref();
    }

    public Instant savedAt() {
        return info.savedAt();
    }
}
