package dev.beworkflows.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long one attempt of a task may take, how much memory, and how often it is tried again after it raised or went beyond a limit.
 *
 * @param timeout of one attempt; empty: the server's default
 * @param retries how many attempts may follow the first, 0 to 25
 * @param backoff the wait before the first retry; doubles with each further one, up to {@code maxBackoff}, with full jitter
 * @param memory bytes that its process may take; empty: what the workflow says
 */
public record TaskLimits(
        Optional<Duration> timeout, int retries, Duration backoff, Duration maxBackoff, OptionalLong memory) {

    public static final TaskLimits DEFAULT =
            new TaskLimits(Optional.empty(), 0, Duration.ofSeconds(1), Duration.ofSeconds(60));

    /** With the workflow's limit of memory. */
    public TaskLimits(Optional<Duration> timeout, int retries, Duration backoff, Duration maxBackoff) {
        this(timeout, retries, backoff, maxBackoff, OptionalLong.empty());
    }

    TaskLimits withMemory(OptionalLong bytes) {
        return new TaskLimits(timeout, retries, backoff, maxBackoff, bytes);
    }
}
