package dev.beworkflows.workflow;

import java.util.Locale;

/** Whether the caller waits for the answer. */
public enum Mode {
    FOREGROUND,
    BACKGROUND;

    /** As it stands in a definition. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no mode is written so */
    public static Mode parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
