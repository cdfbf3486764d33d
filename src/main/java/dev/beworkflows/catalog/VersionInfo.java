package dev.beworkflows.catalog;

import dev.beworkflows.workflow.VersionRef;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a version comes from.
 *
 * @param author empty when it was not known
 * @param publishedAt when it was published first; empty: a draft
 * @param isPublished whether calls go to it
 */
public record VersionInfo(
        VersionRef ref,
        Instant savedAt,
        Optional<String> author,
        String message,
        Optional<Instant> publishedAt,
        boolean isPublished) {

    /** Whether nobody but authors may call it. */
    public boolean isDraft() {
        return publishedAt.isEmpty();
    }
}
