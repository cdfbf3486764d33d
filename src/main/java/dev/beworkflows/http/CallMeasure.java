package dev.beworkflows.http;

import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is measured of one call. Belongs to the event loop of its connection. */
final class CallMeasure {

    private final HttpMeters meters;
    private final long begin = System.nanoTime();
    private @Nullable WorkflowId workflow;
    private Mode mode = Mode.FOREGROUND;

    CallMeasure(HttpMeters meters) {
        this.meters = meters;
    }

    /** The last word counts. */
    void of(WorkflowId called, Mode how) {
        workflow = called;
        mode = how;
    }

    void answered(Reply reply) {
        if (workflow == null) {
            meters.refused(reply.status());
        } else if (reply.streaming().isPresent()) {
            meters.streamed(workflow, mode, reply.status());
        } else {
            meters.called(workflow, mode, reply.status(), Duration.ofNanos(System.nanoTime() - begin));
        }
    }
}
