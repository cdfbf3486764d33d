package dev.beworkflows.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers what is not even HTTP; Vert.x closes the connection afterwards. */
final class InvalidRequest {

    private InvalidRequest() {}

    static void answer(HttpServerRequest request) {
        Reply reply = Reply.of(problem(request.decoderResult().cause()));
        HttpServerResponse response = request.response().setStatusCode(reply.status());
        reply.headers().forEach(response::putHeader);
        var unused = response.putHeader("connection", "close").end(reply.body());
    }

    private static Problem problem(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(ApiError.URI_TOO_LONG, "the first line of the request is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(ApiError.HEADERS_TOO_LARGE, "the headers together are too large");
        }
        return Problem.of(ApiError.MALFORMED_REQUEST, "this is not HTTP");
    }
}
