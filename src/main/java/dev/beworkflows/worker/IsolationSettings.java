package dev.beworkflows.worker;

import java.util.Locale;

/**
 * How far workers are to be kept apart from the server and from each other.
 *
 * @param uid user and group that workers run as when the server may choose; nobody else's
 */
public record IsolationSettings(Level level, int uid) {

    public static final int DEFAULT_UID = 60_987; // in a range that neither distributions nor systemd give out
    public static final IsolationSettings OFF = new IsolationSettings(Level.OFF, DEFAULT_UID);

    public IsolationSettings {
        if (uid <= 0) {
            throw new IllegalArgumentException("workers do not run as root");
        }
    }

    /** What happens when a layer is missing. */
    public enum Level {
        /** There is none at all. */
        OFF,
        /** The server says so and goes on with the others. */
        AUTO,
        /** The server does not start. */
        REQUIRED;

        /** As it is written in the configuration. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
