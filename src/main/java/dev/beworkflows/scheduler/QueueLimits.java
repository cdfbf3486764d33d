package dev.beworkflows.scheduler;

import java.time.Duration;

/**
 * How this server takes part in the queue.
 *
 * @param atOnce how many background runs it drives at once
 * @param lease how long a run is its own without a word; renewed three times as often
 * @param poll how often it looks for runs, whatever it hears
 * @param keepRuns how long ended runs are kept
 * @param keepKeys how long idempotency keys are kept
 * @param waiting how many runs may wait, over all servers
 */
public record QueueLimits(
        int atOnce, Duration lease, Duration poll, Duration keepRuns, Duration keepKeys, int waiting) {

    Duration beat() {
        return lease.dividedBy(3);
    }

    /** Without a renewal for so long the run's workers are killed: before the lease ends, and others start them again. */
    Duration fence() {
        return lease.multipliedBy(2).dividedBy(3);
    }

    Duration reap() {
        return lease.dividedBy(6);
    }
}
