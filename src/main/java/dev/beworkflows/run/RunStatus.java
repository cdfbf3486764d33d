package dev.beworkflows.run;

import java.util.Locale;
import java.util.stream.Stream;

/** Where a run is. The last four are final. */
public enum RunStatus {
    ACCEPTED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Given up: it took its workers, or its servers, down with it too often. */
    DEAD;

    public boolean isFinal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == DEAD;
    }

    /** As it stands in JSON and in the database. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no status is written so */
    public static RunStatus parse(String text) {
        return Stream.of(values())
                .filter(status -> status.json().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
