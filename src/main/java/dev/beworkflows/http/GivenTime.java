package dev.beworkflows.http;

import java.time.Instant;
import java.time.OffsetDateTime;

/** A time in a request. */
final class GivenTime {

    static final String EXPECTED = "a time with its offset (RFC 3339), such as 2026-01-31T12:00:00Z";

    private static final int LAST_YEAR = 9999;

    private GivenTime() {}

    /** @throws RuntimeException when it is none, or its year has not four digits */
    static Instant parse(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException(text);
        }
        return time.toInstant();
    }
}
