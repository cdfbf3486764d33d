package dev.beworkflows.http;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.scheduler.Interception;

/** The answer to a call that did not get past its interceptor; an exception when that was not even asked. */
final class InterceptorReply {

    private InterceptorReply() {}

    static Reply of(Interception interception) {
        if (interception instanceof Interception.Rejected rejected) {
            Failure failure = rejected.failure();
            return Reply.of(Problem.of(ApiError.REFUSED_BY_INTERCEPTOR, CallReply.shortened(failure.message()))
                    .with("error_type", failure.type()));
        }
        if (interception instanceof Interception.Failed failed) {
            Problem problem = CallReply.problem(failed.failure());
            if (failed.failure().kind() == FailureKind.NO_WORKER) {
                throw problem.asException(); // it was not even asked
            }
            return Reply.of(problem);
        }
        throw new IllegalStateException("the interceptor let it pass");
    }
}
