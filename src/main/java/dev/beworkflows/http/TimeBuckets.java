package dev.beworkflows.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** A time cut into pieces of the same length, which begin at whole multiples of it since 1970, so that the same pieces come back however the time moves on. The first may begin before it. */
record TimeBuckets(Instant since, Instant until, Duration length) {

    /** As many as a plot can show. */
    static final int MOST = 500;

    private static final int ENOUGH = 120;
    private static final long DAY = 86_400;

    /** Lengths that people know from clocks and calendars, in seconds. */
    private static final long[] ROUND = {
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, DAY
    };

    /** The shortest length that people know and of which a plot needs not too many. */
    static Duration fitting(Instant since, Instant until) {
        long seconds = Duration.between(since, until).toSeconds();
        for (long length : ROUND) {
            if (seconds / length < ENOUGH) {
                return Duration.ofSeconds(length);
            }
        }
        return Duration.ofSeconds((seconds / ENOUGH / DAY + 1) * DAY);
    }

    long count() {
        return last() - first() + 1;
    }

    List<Instant> beginnings() {
        return LongStream.rangeClosed(first(), last())
                .mapToObj(number -> Instant.ofEpochSecond(number * length.toSeconds()))
                .toList();
    }

    private long first() {
        return Math.floorDiv(since.getEpochSecond(), length.toSeconds());
    }

    private long last() {
        return Math.floorDiv(until.minusNanos(1).getEpochSecond(), length.toSeconds());
    }
}
