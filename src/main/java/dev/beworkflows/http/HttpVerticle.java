package dev.beworkflows.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP on the event loop of the engine: a call changes its thread only where Python comes in. Deployed more than once it shares the port.
 */
public final class HttpVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(HttpVerticle.class);

    private static final int UNACKNOWLEDGED_MILLIS = 30_000;

    private final HttpSetup setup;
    private volatile int port;
    private volatile Supplier<Future<Void>> end = Future::succeededFuture;

    public HttpVerticle(HttpSetup setup) {
        this.setup = setup;
    }

    /** The port that is listened on; 0 before the start. */
    public int port() {
        return port;
    }

    /** The event loop that it serves on; only after the start. */
    public Context loop() {
        return context;
    }

    @Override
    public Future<?> start() {
        return setup.loop().ask(this::serve);
    }

    private Future<HttpServer> serve() {
        ConnectionWatch watch = new ConnectionWatch(setup.limits().transport(), System::nanoTime);
        long sweeps = vertx.setPeriodic(sweepMillis(), tick -> watch.sweep());
        HttpServer server = vertx.createHttpServer(options(setup.limits().transport()))
                .connectionHandler(watch::opened)
                .invalidRequestHandler(InvalidRequest::answer)
                .exceptionHandler(failure -> LOG.debug("connection failed reason={}", failure.toString()))
                .requestHandler(new HttpRoutes(setup, watch).router(vertx));
        end = () -> setup.loop().ask(() -> {
            boolean unused = vertx.cancelTimer(sweeps);
            return server.close();
        });
        return server.listen(setup.listen().port(), setup.listen().host()).onSuccess(listening -> {
            port = listening.actualPort();
            LOG.info("listening host={} port={}", setup.listen().host(), port);
        });
    }

    @Override
    public Future<?> stop() {
        return end.get();
    }

    private long sweepMillis() {
        return Math.max(10, Math.min(1_000, setup.limits().transport().idle().toMillis() / 4));
    }

    /** No idle timeout: {@link ConnectionWatch} knows better who is idle. No compression: it would hold back events. */
    static HttpServerOptions options(HttpLimits.Transport limits) {
        return new HttpServerOptions()
                .setMaxInitialLineLength(limits.initialLineBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setHttp2ClearTextEnabled(limits.http2())
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setHandle100ContinueAutomatically(false)
                // a reader of a stream that vanished without a word is noticed by what it does not acknowledge
                .setTcpUserTimeout(UNACKNOWLEDGED_MILLIS)
                .setTcpNoDelay(true);
    }
}
