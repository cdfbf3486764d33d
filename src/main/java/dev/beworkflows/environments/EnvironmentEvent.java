package dev.beworkflows.environments;

import java.time.Instant;

/**
 * Something that happened while an environment was built.
 *
 * @param seq from 1, in order; there may be gaps where old lines were dropped
 */
public record EnvironmentEvent(long seq, Instant at, Kind kind, String text) {

    /** What the text is. */
    public enum Kind {
        /** The state from now on. */
        STATE,
        /** What the tool that builds it said. */
        LOG
    }
}
