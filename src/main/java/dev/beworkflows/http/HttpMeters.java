package dev.beworkflows.http;

import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** What HTTP tells to whoever measures, and asks of them. Called on the event loops of connections, so that everything must be quick. */
public interface HttpMeters {

    /** A call was answered. */
    void called(WorkflowId workflow, Mode mode, int status, Duration took);

    /** A call got a stream of events, which ends sometime. */
    void streamed(WorkflowId workflow, Mode mode, int status);

    /** A call was refused before its workflow was known, or might be known to its caller. */
    void refused(int status);

    void streamOpened();

    void streamClosed();

    /** All that is measured, in the text format of Prometheus. */
    Future<Buffer> text();
}
