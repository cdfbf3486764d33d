package dev.beworkflows.scheduler;

import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import io.vertx.core.Future;

/**
 * Records what happens to one run: behind it in the foreground, and once it is durable so that it can wait until that is written.
 *
 * <p>Belongs to the scheduler's loop; only {@link #record} may be called on any thread.
 */
final class RunRecorder {
    private final RunJournal journal;
    private final RunId run;
    private final boolean mayBecomeDurable;
    private boolean durable;

    RunRecorder(RunJournal journal, RunId run, boolean mayBecomeDurable) {
        this.journal = journal;
        this.run = run;
        this.mayBecomeDurable = mayBecomeDurable;
    }

    void becomeDurable() {
        durable = true;
    }

    boolean isDurable() {
        return durable;
    }

    /** Whether each step has to wait until the one before is written, now or later. */
    boolean isStepByStep() {
        return durable || mayBecomeDurable;
    }

    void record(Happening happening) {
        journal.append(run, happening);
    }

    /** The end of a task of a durable run, with what it left; succeeds when that is durable. */
    Future<Void> checkpoint(Happening.TaskSucceeded end, TaskOutput output) {
        return journal.checkpoint(run, end, output);
    }

    /** The last event; succeeds when that is durable, in the foreground at once. */
    Future<Void> close(Ending ending) {
        if (!durable) {
            record(ending.last());
            return Future.succeededFuture();
        }
        return ending.release()
                ? journal.release(run, ending.last())
                : journal.end(run, ending.last(), ending.response());
    }
}
