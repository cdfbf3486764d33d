package dev.beworkflows.http;

import io.vertx.ext.web.RoutingContext;

/** What the router says of a request that it could not route. */
final class RouterFailure {

    private RouterFailure() {}

    static Throwable of(RoutingContext routing) {
        if (routing.statusCode() == 400) {
            return Problem.of(ApiError.MALFORMED_REQUEST, "the path cannot be decoded")
                    .asException();
        }
        if (routing.statusCode() == 404) {
            return Problem.of(ApiError.NOT_FOUND, "no route leads here").asException();
        }
        Throwable failure = routing.failure();
        return failure == null ? new IllegalStateException("the router failed with " + routing.statusCode()) : failure;
    }
}
