package dev.beworkflows.scheduler;

import java.time.Duration;

/**
 * The server's limits for runs, where the workflow says nothing else.
 *
 * @param run how long a run may take
 * @param task how long an attempt of a task may take
 * @param patience how long a task may wait for a worker
 */
public record RunLimits(Duration run, Duration task, Duration patience) {

    public static final RunLimits DEFAULT =
            new RunLimits(Duration.ofSeconds(300), Duration.ofSeconds(300), Duration.ofSeconds(30));
}
