package dev.beworkflows.traces;

import java.net.URI;
import java.util.Map;

/**
 * Where spans go.
 *
 * @param endpoint of a collector that speaks OTLP over HTTP, without the path of its traces
 * @param headers that go with everything that is sent
 * @param sample which part of the traces that begin here is told; of others' traces their own word counts
 * @param version of the server
 */
public record TraceSettings(URI endpoint, Map<String, String> headers, double sample, String version) {

    public TraceSettings {
        headers = Map.copyOf(headers);
    }

    /** Headers may hold credentials. */
    @Override
    public String toString() {
        return "TraceSettings[" + endpoint + ", sample=" + sample + "]";
    }
}
