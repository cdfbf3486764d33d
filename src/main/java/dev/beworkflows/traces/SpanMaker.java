package dev.beworkflows.traces;

import dev.beworkflows.workflow.Graph;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Turns ended runs into spans. Belongs to one thread, which may wait for a graph. */
final class SpanMaker {

    private static final int GRAPH_SECONDS = 2;
    private static final TextMapGetter<Map<String, String>> GETTER =
            (headers, name) -> headers == null ? null : headers.get(name);

    private final Graphs graphs;
    private final RunIds ids = new RunIds();
    private final MadeSpans made = new MadeSpans();
    private final RunSpans spans;
    private final Sample sample;

    SpanMaker(Graphs graphs, Sample sample, String version) {
        this.graphs = graphs;
        this.sample = sample;
        Resource resource = Resource.create(Attributes.builder()
                .put("service.name", "be-workflows")
                .put("service.version", version)
                .build());
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(resource)
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn()) // what is not wanted does not come here
                .addSpanProcessor(made)
                .build();
        this.spans = new RunSpans(provider.tracerBuilder("dev.beworkflows")
                .setInstrumentationVersion(version)
                .build());
    }

    List<SpanData> spans(List<EndedRun> runs) {
        runs.forEach(this::make);
        return made.take();
    }

    private void make(EndedRun run) {
        Context parent = W3CTraceContextPropagator.getInstance()
                .extract(Context.root(), run.called().context(), GETTER);
        SpanContext caller = Span.fromContext(parent).getSpanContext();
        boolean wanted = caller.isValid()
                ? caller.isSampled()
                : run.called().context().isEmpty() || sample.wants(); // who sent nothing was asked already
        if (wanted) {
            ids.of(run.id());
            spans.make(run, caller.isValid() ? parent : Context.root(), graph(run));
        }
    }

    private Optional<Graph> graph(EndedRun run) {
        try {
            return graphs.of(run.version()).await(GRAPH_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
