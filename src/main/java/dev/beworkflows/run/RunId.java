package dev.beworkflows.run;

import java.util.UUID;

/** Identifies a run. A version 7 UUID (RFC 9562): ids grow with time, which keeps the database's index narrow. */
public record RunId(UUID value) implements Comparable<RunId> {

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static RunId parse(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("a run id is a UUID of 36 characters");
        }
        return new RunId(UUID.fromString(text));
    }

    /**
     * Makes the id of a run.
     *
     * @param epochMillis when the run was accepted
     * @param random 128 random bits, of which 74 are used
     */
    public static RunId of(long epochMillis, UUID random) {
        return new RunId(TimeOrderedUuid.of(epochMillis, random));
    }

    /** Older before newer, in the order in which PostgreSQL puts them; {@link UUID#compareTo} has another one. */
    @Override
    public int compareTo(RunId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
