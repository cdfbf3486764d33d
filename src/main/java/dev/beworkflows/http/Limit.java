package dev.beworkflows.http;

/** Checks limits. A class of its own: the nested records of {@link HttpLimits} must not need the class that is built of them. */
final class Limit {

    private Limit() {}

    /** @throws IllegalArgumentException that names the limit */
    static void positive(long value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive");
        }
    }
}
