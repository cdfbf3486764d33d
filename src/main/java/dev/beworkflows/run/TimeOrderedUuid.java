package dev.beworkflows.run;

import java.util.UUID;

/** Makes version 7 UUIDs (RFC 9562): ids that grow with time. */
public final class TimeOrderedUuid {

    private TimeOrderedUuid() {}

    /** @param random 128 random bits, of which 74 are used */
    public static UUID of(long epochMillis, UUID random) {
        long high = (epochMillis << 16) | 0x7000 | (random.getMostSignificantBits() & 0x0FFF);
        long low = (random.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
