package dev.beworkflows.journal;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place among the events of a user, in the order of the transactions that wrote them; its text is the id of an event in a stream.
 *
 * @param xid unsigned
 */
public record UserCursor(long xid, UUID run, long seq) implements Comparable<UserCursor> {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,19})\\.([0-9a-f-]{36})\\.(\\d{1,18})");
    private static final UUID FIRST_RUN = new UUID(0, 0);

    /** Before everything that a transaction wrote. */
    public static UserCursor before(long xid) {
        return new UserCursor(xid, FIRST_RUN, 0);
    }

    /** @throws IllegalArgumentException when it is none */
    public static UserCursor parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("this is no place among the events");
        }
        return new UserCursor(
                Long.parseUnsignedLong(parts.group(1)),
                UUID.fromString(parts.group(2)),
                Long.parseLong(parts.group(3)));
    }

    /** As the database orders them. */
    @Override
    public int compareTo(UserCursor other) {
        int order = Long.compareUnsigned(xid, other.xid);
        if (order == 0) {
            order = Long.compareUnsigned(run.getMostSignificantBits(), other.run.getMostSignificantBits());
        }
        if (order == 0) {
            order = Long.compareUnsigned(run.getLeastSignificantBits(), other.run.getLeastSignificantBits());
        }
        return order == 0 ? Long.compare(seq, other.seq) : order;
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(xid) + "." + run + "." + seq;
    }
}
