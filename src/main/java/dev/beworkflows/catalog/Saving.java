package dev.beworkflows.catalog;

import java.util.Optional;

/**
 * What goes along with a save.
 *
 * @param author empty when the server does not know its callers
 * @param message why, for people; may be empty
 * @param publish whether calls go to the new version from now on
 * @param yaml {@code workflow.yaml} as its author wrote it, when the version comes from a folder
 */
public record Saving(Optional<String> author, String message, boolean publish, Optional<String> yaml) {

    /** Longest message, in characters. */
    public static final int LONGEST_MESSAGE = 1_000;

    /** Published, without a word. */
    public static final Saving PUBLISHED = new Saving(Optional.empty(), "", true, Optional.empty());

    public Saving withMessage(String other) {
        return new Saving(author, other, publish, yaml);
    }

    public Saving withYaml(Optional<String> other) {
        return new Saving(author, message, publish, other);
    }
}
