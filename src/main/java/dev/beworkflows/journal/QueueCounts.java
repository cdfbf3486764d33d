package dev.beworkflows.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * How much waits in the queue, over all servers.
 *
 * @param ready runs whose turn has come
 * @param delayed runs that are to start later
 * @param running runs that some server owns
 * @param oldest since when the run that is ready longest could have started, by the clock of this server
 */
public record QueueCounts(long ready, long delayed, long running, Optional<Instant> oldest) {}
