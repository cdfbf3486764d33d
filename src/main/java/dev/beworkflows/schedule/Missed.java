package dev.beworkflows.schedule;

import java.util.Locale;

/** What becomes of times that came while no server was there. */
public enum Missed {
    /** None of them is made up for. */
    SKIP,
    /** The latest of them is. */
    ONCE,
    /** Each of them is; of very many the latest hundred. */
    ALL;

    /** As it stands in JSON. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such policy */
    public static Missed parse(String json) {
        for (Missed missed : values()) {
            if (missed.json().equals(json)) {
                return missed;
            }
        }
        throw new IllegalArgumentException("no policy " + json);
    }
}
