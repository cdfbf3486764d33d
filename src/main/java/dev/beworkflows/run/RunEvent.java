package dev.beworkflows.run;

import java.time.Instant;

/**
 * One entry of a run's ordered list of events.
 *
 * @param seq counts from 1 within the run, without gaps
 */
public record RunEvent(long seq, Instant at, Happening happening) {}
