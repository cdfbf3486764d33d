package dev.beworkflows.http;

import io.vertx.core.Future;
import java.util.Map;

/** Shows what is measured. */
final class MetricsRoute {

    /** The format's own version, which scrapers look at. */
    static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpMeters meters;

    MetricsRoute(HttpMeters meters) {
        this.meters = meters;
    }

    Future<Reply> get(Exchange exchange) {
        return exchange.here(meters.text())
                .map(text -> new Reply(200, Map.of("content-type", TEXT, "cache-control", "no-store"), text));
    }
}
