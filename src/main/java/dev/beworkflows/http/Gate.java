package dev.beworkflows.http;

import dev.beworkflows.access.Access;
import dev.beworkflows.access.AccessRequest;
import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.Permission;
import dev.beworkflows.access.Principal;
import dev.beworkflows.access.RateLimits;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets a request in, or says why not: who sent it, what their role may do, how many requests their key has left, whose objects the path names. */
final class Gate {

    private final AccessRule access;
    private final RateLimits rates;
    private final RunReader runs;

    Gate(AccessRule access, RateLimits rates, RunReader runs) {
        this.access = access;
        this.rates = rates;
        this.runs = runs;
    }

    /** Fails with a {@link ProblemException} when the request may not go on. */
    Future<Void> admit(Exchange exchange, Permission permission) {
        if (permission == Permission.OPEN) {
            return Future.succeededFuture();
        }
        Principal principal = identified(exchange.request(), permission);
        exchange.admit(principal);
        limit(exchange, principal);
        hideOtherWorkflows(exchange, principal);
        boolean own = principal.seesOwnRunsOnly() && exchange.names("run_id");
        return own ? hideOthersRuns(exchange, principal) : Future.succeededFuture();
    }

    private Principal identified(HttpServerRequest request, Permission permission) {
        Access decision =
                access.check(new AccessRequest(request.method().name(), permission, request::getHeader, host(request)));
        if (decision instanceof Access.Granted granted) {
            return granted.principal();
        }
        if (decision instanceof Access.KeyNeeded refused) {
            throw Problem.of(ApiError.API_KEY_NEEDED, refused.reason())
                    .withHeader("www-authenticate", "Bearer")
                    .asException();
        }
        if (decision instanceof Access.ForeignPage refused) {
            throw Problem.of(ApiError.FOREIGN_PAGE, refused.reason()).asException();
        }
        throw Problem.of(ApiError.FORBIDDEN, ((Access.Forbidden) decision).reason())
                .asException();
    }

    /** The headers are those of draft-ietf-httpapi-ratelimit-headers. */
    private void limit(Exchange exchange, Principal principal) {
        RateLimits.Room room = rates.take(principal);
        if (room.limit() == 0) {
            return;
        }
        exchange.always("ratelimit-policy", "\"key\";q=" + room.limit() + ";w=60");
        exchange.always("ratelimit", "\"key\";r=" + room.remaining() + ";t=" + room.waitSeconds());
        if (!room.granted()) {
            throw Problem.of(
                            ApiError.RATE_LIMITED,
                            "this key may send " + room.limit() + " requests a minute; the next one in "
                                    + room.waitSeconds() + " s")
                    .withHeader("retry-after", Integer.toString(room.waitSeconds()))
                    .asException();
        }
    }

    private static void hideOtherWorkflows(Exchange exchange, Principal principal) {
        if (exchange.names("id") && !principal.mayReach(exchange.path("id"))) {
            throw PathIds.unknownWorkflow(exchange.path("id"));
        }
    }

    private Future<Void> hideOthersRuns(Exchange exchange, Principal principal) {
        RunId id = PathIds.run(exchange);
        return exchange.here(runs.header(id).recover(DatabaseAway::problem)).map(found -> {
            if (found.filter(header -> isOwn(header, principal)).isEmpty()) {
                throw PathIds.unknownRun(id.toString());
            }
            return null;
        });
    }

    private static boolean isOwn(RunHeader header, Principal principal) {
        Optional<String> user = header.caller().user();
        return user.isPresent() && user.equals(principal.user());
    }

    private static @Nullable String host(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.HOST);
        if (header != null) {
            return header;
        }
        HostAndPort authority = request.authority();
        return authority == null ? null : authority.toString();
    }
}
