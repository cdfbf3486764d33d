package dev.beworkflows.catalog;

import dev.beworkflows.workflow.Mode;
import java.util.Optional;

/**
 * Which workflows a list shows, ordered by id.
 *
 * @param search text that must occur in id, label or description, without regard to case
 * @param after only ids after this one
 * @param limit how many at most
 */
public record WorkflowFilter(
        Optional<String> search, Optional<Boolean> enabled, Optional<Mode> mode, Optional<String> after, int limit) {}
