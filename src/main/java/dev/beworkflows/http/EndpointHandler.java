package dev.beworkflows.http;

import dev.beworkflows.access.Permission;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Everything that happens to every request of one path: who may send it, which method, what is answered when it fails. */
final class EndpointHandler {

    private final Door door;
    private final Methods methods;
    private final Predicate<Exchange> opened;

    /** What all paths have in common. */
    record Door(Gate gate, Cors cors, ConnectionWatch watch) {}

    EndpointHandler(Door door, Methods methods) {
        this(door, methods, exchange -> false);
    }

    /** @param opened whether the address itself opens what is there */
    EndpointHandler(Door door, Methods methods, Predicate<Exchange> opened) {
        this.door = door;
        this.methods = methods;
        this.opened = opened;
    }

    /** The methods that lead somewhere, each with what it needs. */
    List<Route> routes(String template) {
        return methods.known().stream()
                .map(method -> new Route(method.name(), template, methods.permission(method)))
                .toList();
    }

    /** @param path the named segments of the path, as they were sent */
    void handle(RoutingContext routing, Map<String, String> path) {
        Exchange exchange = Exchange.begin(routing, path, door.watch());
        methods.begun(exchange);
        answer(exchange).onSuccess(exchange::send).onFailure(failure -> exchange.send(Problems.reply(failure)));
    }

    private Future<Reply> answer(Exchange exchange) {
        try {
            Optional<Reply> preflight = door.cors().apply(exchange);
            if (preflight.isPresent()) {
                return Future.succeededFuture(preflight.get());
            }
            HttpMethod method = exchange.request().method();
            Future<Void> admitted = opened.test(exchange)
                    ? Future.succeededFuture()
                    : door.gate().admit(exchange, methods.permission(method));
            return admitted.isComplete() && admitted.succeeded()
                    ? methods.endpoint(method).answer(exchange)
                    : admitted.compose(in -> methods.endpoint(method).answer(exchange));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Which endpoint answers which method. */
    interface Methods {

        /** @throws ProblemException when there is none */
        Endpoint endpoint(HttpMethod method);

        /** What a request with this method needs, also when there is no endpoint for it. */
        Permission permission(HttpMethod method);

        /** Told of every request before anything is asked of it. */
        default void begun(Exchange exchange) {}

        /** Those that have an endpoint. */
        List<HttpMethod> known();
    }
}
