package dev.beworkflows.metrics;

import dev.beworkflows.http.HttpMeters;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures calls and streams. Thread safe. */
final class CallMeters implements HttpMeters {

    private final WorkflowTable workflows;
    private final Page page;
    private final Series<StatusClass, Counter> refused;
    private final AtomicInteger streams = new AtomicInteger();

    CallMeters(MeterRegistry registry, WorkflowTable workflows, Page page) {
        this.workflows = workflows;
        this.page = page;
        this.refused = new Series<>(status -> Counter.builder("bew.calls.refused")
                .description(
                        "Calls that were refused before their workflow was known: key, right, rate, or no such workflow")
                .tag("status", status.word())
                .register(registry));
        Gauge.builder("bew.event.streams", streams::get)
                .description("Open streams of events")
                .register(registry);
    }

    @Override
    public void called(WorkflowId workflow, Mode mode, int status, Duration took) {
        ModeMeters meters = workflows.of(workflow).in(mode);
        meters.called(status);
        meters.took(took);
    }

    @Override
    public void streamed(WorkflowId workflow, Mode mode, int status) {
        workflows.of(workflow).in(mode).called(status);
    }

    @Override
    public void refused(int status) {
        refused.at(StatusClass.of(status)).increment();
    }

    @Override
    public void streamOpened() {
        int unused = streams.incrementAndGet();
    }

    @Override
    public void streamClosed() {
        int unused = streams.decrementAndGet();
    }

    @Override
    public Future<Buffer> text() {
        return page.text();
    }
}
