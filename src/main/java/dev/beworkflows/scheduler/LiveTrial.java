package dev.beworkflows.scheduler;

import dev.beworkflows.run.Happening;
import dev.beworkflows.task.TaskOutcome;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** A task on its way that is executed by itself. */
public interface LiveTrial {

    /**
     * How it ended.
     *
     * @param said what the task said and printed, the first so many pieces of it
     * @param took from its start, or without one from the order, to its end
     */
    record Result(TaskOutcome outcome, List<Happening> said, Duration took) {
        public Result {
            said = List.copyOf(said);
        }
    }

    /** Never fails: whatever happens is an outcome. Completes on the context from which it was started. */
    Future<Result> result();

    /** Ends it and kills its worker. May be called on any thread and more than once; after the end it does nothing. */
    void cancel();
}
