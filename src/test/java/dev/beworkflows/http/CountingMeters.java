package dev.beworkflows.http;

import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes down what it is told. */
final class CountingMeters implements HttpMeters {

    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicInteger streams = new AtomicInteger();

    @Override
    public void called(WorkflowId workflow, Mode mode, int status, Duration took) {
        told.add(workflow + " " + mode.json() + " " + status);
    }

    @Override
    public void streamed(WorkflowId workflow, Mode mode, int status) {
        told.add(workflow + " " + mode.json() + " " + status + " stream");
    }

    @Override
    public void refused(int status) {
        told.add("refused " + status);
    }

    @Override
    public void streamOpened() {
        streams.incrementAndGet();
    }

    @Override
    public void streamClosed() {
        streams.decrementAndGet();
    }

    @Override
    public Future<Buffer> text() {
        return Future.succeededFuture(Buffer.buffer("one_total 1.0\n"));
    }
}
