package dev.beworkflows.journal;

/**
 * What the journal holds and has done.
 *
 * @param live runs that have not ended
 * @param waiting runs that have ended and are not saved yet
 * @param saved runs since the start
 * @param dropped runs since the start: over the limits, or refused by the store
 */
public record JournalCounts(int live, int waiting, long saved, long dropped) {}
