package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Takes in the body of one request, within a limit. */
abstract class BodyReader<T> {

    private final Exchange exchange;
    private final long limit;
    private final Promise<T> promise = Promise.promise();
    private long received;

    /** @param limit in bytes */
    BodyReader(Exchange exchange, long limit) {
        this.exchange = exchange;
        this.limit = limit;
    }

    /** The next piece. What it throws fails the reading. */
    abstract void piece(Buffer bytes);

    /** All pieces are there. What it throws fails the reading. */
    abstract Future<T> end();

    /** Fails with a {@link ProblemException} when the body is too large, not what it should be, or breaks off. */
    final Future<T> read() {
        String declared = exchange.header(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && Long.parseLong(declared) > limit) {
            return Future.failedFuture(tooLarge());
        }
        HttpServerRequest request = exchange.request();
        request.handler(bytes -> attempt(() -> received(bytes)));
        request.endHandler(ended -> attempt(this::ended));
        request.exceptionHandler(this::brokenOff);
        exchange.startReading();
        return promise.future();
    }

    /** For whatever goes wrong beside the reading; what arrives afterwards is thrown away. */
    final void fail(Throwable failure) {
        promise.tryFail(failure);
    }

    private void received(Buffer bytes) {
        received += bytes.length();
        exchange.received(bytes.length());
        if (received > limit) {
            throw tooLarge();
        }
        piece(bytes);
    }

    private void ended() {
        exchange.bodyArrived();
        end().onSuccess(promise::tryComplete).onFailure(this::fail);
    }

    private void brokenOff(Throwable failure) {
        fail(Problem.of(ApiError.MALFORMED_REQUEST, "the body broke off").asException());
    }

    private void attempt(Runnable step) {
        if (promise.future().isComplete()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private ProblemException tooLarge() {
        return Problem.of(ApiError.CONTENT_TOO_LARGE, "the body exceeds " + limit + " bytes")
                .asException();
    }
}
