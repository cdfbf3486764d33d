package dev.beworkflows.scheduler;

import dev.beworkflows.run.RunId;
import io.vertx.core.Future;

/** What may be done to a run from outside. Called on any event loop; a Future fails when the database cannot be reached. */
public interface RunControl {

    /** What came of it. */
    enum Control {
        DONE,
        /** There is no such run. */
        UNKNOWN,
        /** To cancel: the run has ended. To retry: it has not ended, or it succeeded. */
        WRONG_STATUS,
        /** To retry: nothing was kept of a run in the foreground. */
        NOT_KEPT
    }

    /** Cancels a run, wherever it is; done when that is certain to happen, soon. */
    Future<Control> cancel(RunId run, String reason);

    /** Lets a run that did not succeed go on from where it failed; what is recorded is not done again. */
    Future<Control> retry(RunId run);
}
