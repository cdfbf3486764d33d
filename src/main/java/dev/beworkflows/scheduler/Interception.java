package dev.beworkflows.scheduler;

import dev.beworkflows.run.Failure;

/** What came of asking a workflow's interceptor. */
public sealed interface Interception {

    /** @param order with the request as the interceptor left it */
    record Passed(Order order) implements Interception {}

    /** The interceptor raised: this is no request to run. */
    record Rejected(Failure failure) implements Interception {}

    /** The interceptor took too long, its process died, or no process became free. */
    record Failed(Failure failure) implements Interception {}
}
