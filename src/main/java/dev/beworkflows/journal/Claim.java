package dev.beworkflows.journal;

import dev.beworkflows.run.RunId;

/**
 * The right to drive a run and to write to it, for as long as the lease is renewed.
 *
 * @param epoch grows with each claim of the run; what is written under an older one is refused
 * @param losses how often a server lost the run before
 */
public record Claim(RunId run, long epoch, int losses) {}
