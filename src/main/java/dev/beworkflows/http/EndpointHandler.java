package dev.beworkflows.http;

import dev.beworkflows.access.Access;
import dev.beworkflows.access.AccessRule;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything that happens to every request of one path: who may call, which method, what is answered when it fails. */
final class EndpointHandler {

    private final Optional<AccessRule> access;
    private final ConnectionWatch watch;
    private final Methods methods;
    private final Predicate<Exchange> opened;

    /** @param access empty: anybody may call */
    EndpointHandler(Optional<AccessRule> access, ConnectionWatch watch, Methods methods) {
        this(access, watch, methods, exchange -> false);
    }

    /** @param opened whether the address itself opens what is there */
    EndpointHandler(Optional<AccessRule> access, ConnectionWatch watch, Methods methods, Predicate<Exchange> opened) {
        this.opened = opened;
        this.access = access;
        this.watch = watch;
        this.methods = methods;
    }

    /** @param path the named segments of the path, as they were sent */
    void handle(RoutingContext routing, Map<String, String> path) {
        Exchange exchange = Exchange.begin(routing, path, watch);
        answer(exchange).onSuccess(exchange::send).onFailure(failure -> exchange.send(Problems.reply(failure)));
    }

    private Future<Reply> answer(Exchange exchange) {
        try {
            if (!opened.test(exchange)) {
                refuseStrangers(exchange.request());
            }
            return methods.endpoint(exchange.request().method()).answer(exchange);
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void refuseStrangers(HttpServerRequest request) {
        if (access.isEmpty()) {
            return;
        }
        Access decision = access.get().check(request::getHeader, host(request));
        if (decision instanceof Access.KeyNeeded refused) {
            throw Problem.of(ApiError.API_KEY_NEEDED, refused.reason())
                    .withHeader("www-authenticate", "Bearer")
                    .asException();
        }
        if (decision instanceof Access.ForeignPage refused) {
            throw Problem.of(ApiError.FOREIGN_PAGE, refused.reason()).asException();
        }
    }

    private static @Nullable String host(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.HOST);
        if (header != null) {
            return header;
        }
        HostAndPort authority = request.authority();
        return authority == null ? null : authority.toString();
    }

    /** Which endpoint answers which method. */
    @FunctionalInterface
    interface Methods {

        /** @throws ProblemException when there is none */
        Endpoint endpoint(HttpMethod method);
    }
}
