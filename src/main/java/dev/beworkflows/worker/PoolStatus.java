package dev.beworkflows.worker;

/**
 * What a pool does at a moment.
 *
 * @param workers places for workers, those included whose worker is just starting
 * @param idle workers that could take a call
 * @param busy calls that have a worker
 * @param waiting calls that wait for one
 */
public record PoolStatus(int workers, int idle, int busy, int waiting) {}
