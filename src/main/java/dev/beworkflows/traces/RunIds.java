package dev.beworkflows.traces;

import dev.beworkflows.run.RunId;
import io.opentelemetry.sdk.trace.IdGenerator;

/** A trace that begins here has the id of its run, so that whoever knows the run finds the trace. Belongs to the thread that makes the spans. */
final class RunIds implements IdGenerator {

    private final IdGenerator random = IdGenerator.random();
    private String next = "";

    /** The run whose spans are made next. */
    void of(RunId run) {
        next = run.toString().replace("-", "");
    }

    @Override
    public String generateTraceId() {
        return next;
    }

    @Override
    public String generateSpanId() {
        return random.generateSpanId();
    }
}
