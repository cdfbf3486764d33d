package dev.beworkflows.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * What the journal holds and has done.
 *
 * @param live runs that have not ended
 * @param waiting runs that have ended and are not saved yet
 * @param saved runs since the start
 * @param dropped runs since the start: over the limits, or refused by the store
 * @param oldestEnd when the one ended that waits longest
 */
public record JournalCounts(int live, int waiting, long saved, long dropped, Optional<Instant> oldestEnd) {}
