package dev.beworkflows.workflow;

import java.util.Locale;
import java.util.stream.Stream;

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
        return Stream.of(values())
                .filter(mode -> mode.json().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
