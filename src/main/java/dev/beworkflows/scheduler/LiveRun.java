package dev.beworkflows.scheduler;

import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunTiming;
import io.vertx.core.Future;
import java.util.Optional;

/** A foreground run on its way. */
public interface LiveRun {

    RunId id();

    /** Never fails: whatever happens is a result. Completes on the context from which the run was started. */
    Future<RunResult> result();

    /** Where the time went; on the context on which the result came. Empty once the run is durable. */
    Optional<RunTiming> timing();

    /** Ends the run and kills what it runs. May be called on any thread and more than once; after the end it does nothing. */
    void cancel(String reason);

    /** Makes the run a durable one; true: from now on it does not need its caller. False: it has ended, is about to, or cannot be kept. For runs that were started open-ended. */
    Future<Boolean> detach();
}
