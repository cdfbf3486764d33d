package dev.beworkflows.workflow;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as they are written: a number of bytes, or a text such as {@code 512MiB}. */
final class ByteSize {

    static final long LEAST_MEMORY = 32L << 20;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,16})(B|KiB|MiB|GiB)");
    private static final long MOST = 1L << 50;
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB"};

    private ByteSize() {}

    static OptionalLong read(Place place, long least) {
        if (place.isAbsent()) {
            return OptionalLong.empty();
        }
        String expected =
                "a size from " + write(least) + " to " + write(MOST) + " such as 512MiB, or a number of bytes";
        if (!place.node().isIntegralNumber() && !place.node().isTextual()) {
            place.refuseKind(expected);
            return OptionalLong.empty();
        }
        OptionalLong bytes = bytes(place);
        if (bytes.isEmpty()) {
            place.refuse(Texts.quoted(place.node().asText()) + " is no size", expected);
        } else if (bytes.getAsLong() < least || bytes.getAsLong() > MOST) {
            place.refuse("the size is out of range", expected);
            return OptionalLong.empty();
        }
        return bytes;
    }

    private static OptionalLong bytes(Place place) {
        if (place.node().isIntegralNumber()) {
            return OptionalLong.of(
                    place.node().canConvertToLong() ? place.node().longValue() : Long.MAX_VALUE);
        }
        Matcher matcher = TEXT.matcher(place.node().textValue());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long bytes = Long.parseLong(matcher.group(1));
        for (String unit : UNITS) {
            if (unit.equals(matcher.group(2))) {
                break;
            }
            bytes = Math.min(bytes, MOST + 1) << 10;
        }
        return OptionalLong.of(bytes);
    }

    /** In the largest unit that it is a whole number of. */
    static String write(long bytes) {
        long count = bytes;
        int unit = 0;
        while (count != 0 && count % 1024 == 0 && unit < UNITS.length - 1) {
            count /= 1024;
            unit++;
        }
        return count + UNITS[unit];
    }
}
