package dev.beworkflows.metrics;

import dev.beworkflows.journal.JournalCounts;
import dev.beworkflows.journal.QueueCounts;
import dev.beworkflows.scheduler.RunCounts;
import dev.beworkflows.worker.WorkerCounts;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who is asked how much there is. Answers come from memory and at once, but for those in {@link Slow}.
 *
 * @param spans that were sent, and that were not
 * @param limits of what is counted
 */
public record Sources(
        Supplier<Future<JournalCounts>> journal,
        Supplier<Future<RunCounts>> runs,
        Supplier<Future<WorkerCounts>> workers,
        Slow slow,
        Spans spans,
        Limits limits) {

    /** Both stay 0 when nobody wants them. */
    public record Spans(LongSupplier sent, LongSupplier dropped) {

        public static final Spans NONE = new Spans(() -> 0, () -> 0);
    }

    /** Asked beforehand, once a second at most. */
    public record Slow(Supplier<Future<QueueCounts>> queue, Bytes bytes) {}

    /**
     * How much there is of what takes room.
     *
     * @param values of foreground runs
     * @param runFiles values and uploads of background runs
     * @param uploads of requests under way
     * @param objects in the object store
     */
    public record Bytes(
            Supplier<Future<Long>> values,
            Supplier<Future<Long>> runFiles,
            Supplier<Future<Long>> uploads,
            Supplier<Future<Long>> objects,
            Supplier<Future<Long>> environments) {}

    public record Limits(int foregroundRuns, int backgroundRuns, int queuedRuns, int streams) {}
}
