package dev.beworkflows.scheduler;

import java.time.Duration;

/**
 * The server's limits for runs, where the workflow says nothing else.
 *
 * @param run how long a run may take
 * @param task how long an attempt of a task may take
 * @param patience how long a task may wait for a worker
 * @param workerLosses how many workers a durable run may take with it before it is given up
 * @param serverLosses how many servers
 */
public record RunLimits(Duration run, Duration task, Duration patience, int workerLosses, int serverLosses) {}
