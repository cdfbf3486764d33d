package dev.beworkflows.journal;

import java.time.Duration;

/**
 * How much the journal keeps in memory.
 *
 * @param eventsPerRun how many events of a run; messages and logs beyond are counted and left out, what happens to its tasks is always kept
 * @param outputPerRun how many characters of messages and logs of a run; what is beyond is counted and left out
 * @param messagesPerSecond how many messages a second a run may send on average; those above are counted and left out
 * @param waitingRuns how many ended runs may wait to be saved while the database is away or slow; beyond, the oldest are dropped
 * @param waitingCharacters how many characters these may hold in all, roughly; beyond, the oldest are dropped
 * @param batch how many runs are saved at once
 * @param gather from the begin of one batch to that of the next, unless that is full or somebody waits for it
 * @param longestRetry the longest wait before saving is tried again
 */
public record JournalLimits(
        int eventsPerRun,
        int outputPerRun,
        int messagesPerSecond,
        int waitingRuns,
        long waitingCharacters,
        int batch,
        Duration gather,
        Duration longestRetry) {

    public static final JournalLimits DEFAULT = new JournalLimits(
            10_000, 1_000_000, 200, 10_000, 64_000_000, 500, Duration.ofMillis(20), Duration.ofSeconds(5));

    public JournalLimits {
        if (eventsPerRun < 1
                || messagesPerSecond < 1
                || outputPerRun < 0
                || waitingRuns < 1
                || waitingCharacters < 1
                || batch < 1) {
            throw new IllegalArgumentException("the journal's limits must be positive");
        }
    }
}
