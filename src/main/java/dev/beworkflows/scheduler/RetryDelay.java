package dev.beworkflows.scheduler;

import dev.beworkflows.workflow.TaskLimits;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential back-off with full jitter: a random time up to {@code min(maxBackoff, backoff · 2^(attempt-1))}. */
final class RetryDelay {

    private static final int MOST_DOUBLINGS = 30;

    private RetryDelay() {}

    /** @param failedAttempt counts from 1 */
    static Duration after(int failedAttempt, TaskLimits limits, RandomGenerator random) {
        long doubled = limits.backoff().toMillis() << Math.min(failedAttempt - 1, MOST_DOUBLINGS);
        long longest = Math.min(limits.maxBackoff().toMillis(), doubled);
        return Duration.ofMillis(random.nextLong(longest + 1));
    }
}
