package dev.beworkflows.task;

import io.vertx.core.Future;
import java.util.Optional;

/** An attempt on its way. */
public interface TaskExecution {

    /** Never fails: whatever happens is an outcome. Completes on the context of the caller of {@link TaskExecutor#execute}. */
    Future<TaskOutcome> outcome();

    /** Ends the attempt, by killing its worker if one has it. May be called on any thread, and more than once; after the end it does nothing. */
    void cancel();

    /** The attempt after this one in its chain. It has begun when this one has succeeded and took its edge to it; its outcome never comes when it does not begin. */
    Optional<TaskExecution> next();
}
