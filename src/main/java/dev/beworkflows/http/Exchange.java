package dev.beworkflows.http;

import dev.beworkflows.access.Principal;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Workflow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request and its one answer. Belongs to the event loop of its connection. */
final class Exchange {

    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");

    private final Map<String, String> path;
    private final HttpServerRequest request;
    private final ConnectionWatch.Clock clock;
    private final Context context;
    private final Thread loop;
    private @Nullable Principal principal;
    private boolean arrived;
    private long arrivedAt;
    private boolean expectsContinue;
    private @Nullable CallMeasure measure;

    private Exchange(RoutingContext routing, Map<String, String> path, ConnectionWatch.Clock clock) {
        this.path = path;
        this.request = routing.request();
        this.clock = clock;
        this.context = routing.vertx().getOrCreateContext();
        this.loop = Thread.currentThread();
    }

    /** Takes over a request; its body waits until {@link #startReading}. */
    static Exchange begin(RoutingContext routing, Map<String, String> path, ConnectionWatch watch) {
        Exchange exchange =
                new Exchange(routing, path, watch.of(routing.request().connection()));
        exchange.clock.began();
        if (exchange.hasBody()) {
            exchange.expectsContinue = exchange.request.headers().contains(HttpHeaders.EXPECT);
            var unused = exchange.request.pause();
        } else {
            exchange.bodyArrived();
        }
        return exchange;
    }

    HttpServerRequest request() {
        return request;
    }

    @Nullable
    String header(CharSequence name) {
        return request.getHeader(name);
    }

    /** From now on it is known who sent the request. */
    void admit(Principal sender) {
        principal = sender;
    }

    /** Who sent the request; only where a permission was needed. */
    Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("nobody asked who sends this");
        }
        return principal;
    }

    /** Whom the request speaks for; empty when the server does not know its callers. */
    Optional<String> user() {
        return principal == null ? Optional.empty() : principal.user();
    }

    /** This is a call, and measured. */
    void measure(CallMeasure call) {
        measure = call;
    }

    /** It is known now which workflow is called, and how it will be served. */
    void calls(Workflow workflow, Mode mode) {
        if (measure != null) {
            measure.of(workflow.id(), mode);
        }
    }

    /** A header that goes with the answer, whatever it will be. */
    void always(String header, String value) {
        request.response().putHeader(header, value);
    }

    /** Whether the path has a segment of this name. */
    boolean names(String segment) {
        return path.containsKey(segment);
    }

    /** A named segment of the path, decoded. @throws ProblemException when it cannot be */
    String path(String name) {
        return PercentDecoding.segment(path.getOrDefault(name, ""));
    }

    /** Whether a body may come; HTTP/2 says so only at its end. */
    boolean hasBody() {
        if (request.version() == HttpVersion.HTTP_2) {
            return true;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /** Lets the body come; its handlers must be set. */
    void startReading() {
        if (expectsContinue) {
            expectsContinue = false;
            request.response().writeContinue();
        }
        var unused = request.resume();
    }

    void received(int bytes) {
        clock.received(bytes);
    }

    void bodyArrived() {
        arrived = true;
        arrivedAt = System.nanoTime();
        clock.arrived();
    }

    /** How long the whole request has been here. */
    Duration sinceArrival() {
        return Duration.ofNanos(System.nanoTime() - arrivedAt);
    }

    boolean isGone() {
        return request.response().closed();
    }

    /** Tells once when the client went away before its answer. */
    void onGone(Runnable gone) {
        if (isGone()) {
            gone.run();
        } else {
            request.response().closeHandler(closed -> gone.run());
        }
    }

    /** The same Future, completing on this exchange's event loop. */
    <T> Future<T> here(Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        return Future.future(promise -> future.onComplete(result -> run(() -> promise.handle(result))));
    }

    /** Sends the answer, on any thread; when the client is gone nothing happens. */
    void send(Reply reply) {
        run(() -> sendHere(reply));
    }

    private void run(Runnable step) {
        if (Thread.currentThread() == loop) {
            step.run();
        } else {
            context.runOnContext(hop -> step.run());
        }
    }

    /** Runs the action on this exchange's event loop after a time; the result is for {@link #cancel}. */
    long after(Duration time, Runnable action) {
        return context.owner().setTimer(Math.max(1, time.toMillis()), id -> run(action));
    }

    void cancel(long timer) {
        boolean unused = context.owner().cancelTimer(timer);
    }

    /** Does what blocks elsewhere. */
    <T> Future<T> blocking(Callable<T> work) {
        return context.owner().executeBlocking(work, false);
    }

    private void sendHere(Reply reply) {
        if (measure != null) {
            measure.answered(reply);
        }
        if (reply.streaming().isPresent()) {
            stream(reply, reply.streaming().get());
            return;
        }
        HttpServerResponse response = request.response();
        clock.answering(arrived, reply.body().length());
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status()).putHeader("x-content-type-options", "nosniff");
        reply.headers().forEach(response::putHeader);
        // whoever asked first whether to send the body may now leave it out: the next bytes could be either
        boolean last = expectsContinue;
        if (last) {
            response.putHeader(HttpHeaders.CONNECTION, CLOSE);
        }
        response.end(reply.body()).onComplete(sent -> sent(last));
        if (!arrived) {
            // read to its end and thrown away; the watch bounds how long that may take
            var unused = request.resume();
        }
    }

    /** The connection's clock stands still meanwhile: the stream itself minds slow readers. */
    private void stream(Reply reply, Consumer<EventSink> streaming) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(reply.status()).setChunked(true).putHeader("x-content-type-options", "nosniff");
        reply.headers().forEach(response::putHeader);
        if (request.method().equals(HttpMethod.HEAD)) {
            clock.answering(arrived, 0);
            response.end().onComplete(sent -> sent(false));
            return;
        }
        response.endHandler(ended -> {
            clock.answering(arrived, 0);
            clock.answered();
        });
        streaming.accept(new EventSink(request, context));
    }

    private void sent(boolean last) {
        if (last) {
            var unused = request.connection().close();
        } else {
            clock.answered();
        }
    }
}
