package dev.beworkflows.scheduler;

import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.Optional;

/** Starts runs. Called on any event loop; Futures complete on the context of the caller. */
public interface RunStarter {

    /** Why no further run of the workflow can be started in this mode just now; empty when there is room. Cheap: nothing is asked, nothing waits. */
    Optional<Refusal> full(WorkflowId workflow, Mode mode);

    /** Starts a foreground run at once; its first task goes to a worker as soon as one is free. */
    LiveRun start(Order order);

    /** The same for a run that may later {@link LiveRun#detach detached}; its files are moved to where they last. */
    Future<LiveRun> startOpenEnded(Order order, Placement placement);

    /** Executes one task by itself, as soon as a worker is free. */
    LiveTrial tryTask(Trial trial);

    /** Asks the interceptor of the workflow, if it has one. Never repeated by itself. */
    Future<Interception> intercept(Order order);

    /**
     * Accepts a background run: durable when this completes with {@link KeyUse.Fresh}. Its files are moved to where they last. Fails when the database cannot be reached.
     *
     * @param key when it was used before, nothing is accepted, and what it was used for is the answer
     * @param taken whether the key was taken for this request before
     */
    Future<KeyUse> accept(Order order, Placement placement, Optional<IdempotencyKey> key, boolean taken);
}
