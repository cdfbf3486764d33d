package dev.beworkflows.workflow;

import java.time.Duration;
import java.util.Optional;

/**
 * How long one attempt of a task may take and how often it is tried again after it raised.
 *
 * @param timeout of one attempt; empty: the server's default
 * @param retries how many attempts may follow the first, 0 to 25
 * @param backoff the wait before the first retry; doubles with each further one, up to {@code maxBackoff}, with full jitter
 */
public record TaskLimits(Optional<Duration> timeout, int retries, Duration backoff, Duration maxBackoff) {

    public static final TaskLimits DEFAULT =
            new TaskLimits(Optional.empty(), 0, Duration.ofSeconds(1), Duration.ofSeconds(60));
}
