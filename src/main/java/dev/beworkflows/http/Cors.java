package dev.beworkflows.http;

import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;

/** Lets web pages of named origins call, with a key and never with a cookie. Nobody by default. */
final class Cors {

    private static final String METHODS = "GET, POST, PUT, DELETE";
    private static final String EXPOSED =
            "X-Run-Id, Location, ETag, Retry-After, RateLimit, RateLimit-Policy, Idempotency-Replayed, Preference-Applied";
    private static final String SECONDS = "600";

    private final Set<String> origins;

    /** @param origins as browsers write them: scheme, host and port */
    Cors(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /** Tells the browser that the page may read the answer. When the request only asks whether it may be sent, that is the answer. */
    Optional<Reply> apply(Exchange exchange) {
        String origin = exchange.header("origin");
        if (origins.isEmpty()) {
            return Optional.empty();
        }
        exchange.always("vary", "Origin");
        if (origin == null || !origins.contains(origin)) {
            return Optional.empty();
        }
        exchange.always("access-control-allow-origin", origin);
        exchange.always("access-control-expose-headers", EXPOSED);
        boolean asks = exchange.request().method().equals(HttpMethod.OPTIONS)
                && exchange.header("access-control-request-method") != null;
        return asks ? Optional.of(preflight(exchange)) : Optional.empty();
    }

    private static Reply preflight(Exchange exchange) {
        String headers = exchange.header("access-control-request-headers");
        Reply reply =
                Reply.empty(204).with("access-control-allow-methods", METHODS).with("access-control-max-age", SECONDS);
        return headers == null ? reply : reply.with("access-control-allow-headers", headers);
    }
}
