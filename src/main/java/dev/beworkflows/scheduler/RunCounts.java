package dev.beworkflows.scheduler;

/**
 * What the scheduler of this server has and did.
 *
 * @param foreground runs that are under way
 * @param owned durable runs whose lease this server has
 * @param lost leases since the start: another server has the run, or nobody could be asked in time
 * @param failedRenewals since the start: attempts to renew all leases that the database did not answer in time
 */
public record RunCounts(int foreground, int owned, long lost, long failedRenewals) {}
