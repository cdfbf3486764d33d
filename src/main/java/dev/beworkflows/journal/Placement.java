package dev.beworkflows.journal;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a run stands in the queue.
 *
 * @param priority the higher the earlier
 * @param runAt not before this time; empty: at once
 * @param concurrency how many runs of the same workflow may be under way at once
 */
public record Placement(int priority, Optional<Instant> runAt, OptionalInt concurrency) {}
