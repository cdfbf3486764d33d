package dev.beworkflows.worker;

import java.time.Duration;

/**
 * How long to wait before a worker is started in place of a dead one: not at all after the first two deaths in a row, then 100 ms, doubling up to 10 s. A worker
 * that finished a call ends the row.
 */
final class Backoff {

    private static final int FREE = 2;
    private static final long FIRST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 10_000;

    private int inARow;

    /** Counts a death and says how long to wait. */
    Duration died(boolean finishedACall) {
        inARow = finishedACall ? 1 : inARow + 1;
        if (inARow <= FREE) {
            return Duration.ZERO;
        }
        int doublings = Math.min(inARow - FREE - 1, 20);
        return Duration.ofMillis(Math.min(LONGEST_MILLIS, FIRST_MILLIS << doublings));
    }
}
