package dev.beworkflows.catalog;

import dev.beworkflows.environments.Lock;
import java.util.Optional;

/**
 * What goes along with a save.
 *
 * @param author empty when the server does not know its callers
 * @param message why, for people; may be empty
 * @param publish whether calls go to the new version from now on
 * @param yaml {@code workflow.yaml} as its author wrote it, when the version comes from a folder
 * @param lock what the requirements were resolved to, if they were
 * @param isReady whether the environment of the version is there; else it is published later
 */
public record Saving(
        Optional<String> author,
        String message,
        boolean publish,
        Optional<String> yaml,
        Optional<Lock> lock,
        boolean isReady) {

    /** Longest message, in characters. */
    public static final int LONGEST_MESSAGE = 1_000;

    /** Published, without a word. */
    public static final Saving PUBLISHED = new Saving(Optional.empty(), "", true, Optional.empty());

    /** Of a version that needs no environment as far as is known. */
    public Saving(Optional<String> author, String message, boolean publish, Optional<String> yaml) {
        this(author, message, publish, yaml, Optional.empty(), true);
    }

    public Saving withMessage(String other) {
        return new Saving(author, other, publish, yaml, lock, isReady);
    }

    public Saving withYaml(Optional<String> other) {
        return new Saving(author, message, publish, other, lock, isReady);
    }

    public Saving withLock(Optional<Lock> other, boolean ready) {
        return new Saving(author, message, publish, yaml, other, ready);
    }

    public boolean isPublishedNow() {
        return publish && isReady;
    }

    public boolean isPublishedWhenReady() {
        return publish && !isReady;
    }
}
