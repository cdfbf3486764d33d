package dev.beworkflows.traces;

import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sends spans to a collector: OTLP over HTTP, as protobuf. Belongs to one thread, which waits for the answers. */
final class SpanSender {

    private static final String PATH = "/v1/traces";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Kept, since a logger that nobody holds forgets its level: we say ourselves what does not go, and only once. */
    private static final Logger EXPORTERS = Logger.getLogger("io.opentelemetry.exporter");

    private final OtlpHttpSpanExporter exporter;

    SpanSender(TraceSettings settings) {
        EXPORTERS.setLevel(Level.OFF);
        String endpoint = settings.endpoint().toString();
        String address = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(address + PATH)
                .setCompression("gzip")
                .setTimeout(PATIENCE);
        settings.headers().forEach(builder::addHeader);
        this.exporter = builder.build();
    }

    /** Whether the collector took them, after some attempts if need be. */
    boolean send(List<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans).join(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
        return result.isSuccess();
    }

    void close() {
        var unused = exporter.shutdown().join(1, TimeUnit.SECONDS);
    }
}
