package dev.beworkflows.run;

import java.util.UUID;

/** Identifies a run. A version 7 UUID (RFC 9562): ids grow with time, which keeps the database's index narrow. */
public record RunId(UUID value) {

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
        long high = (epochMillis << 16) | 0x7000 | (random.getMostSignificantBits() & 0x0FFF);
        long low = (random.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new RunId(new UUID(high, low));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
