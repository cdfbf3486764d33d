package dev.beworkflows.http;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.List;

/** The receiving end of a stream of events: one connection. Belongs to its event loop. */
final class EventSink {
    private static final int QUEUE_BYTES = 256 * 1024;
    private static final int TOGETHER_BYTES = 16 * 1024;
    private static final int KERNEL_BYTES = 128 * 1024;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;

    EventSink(HttpServerRequest request, Context context) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        var unused = response.setWriteQueueMaxSize(QUEUE_BYTES);
        // else the kernel keeps megabytes for each reader that does not read
        if (request.connection() instanceof ConnectionBase connection) {
            boolean unusedSet = connection.channel().config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BYTES);
        }
    }

    /** Writes short ones together: what a write costs is the call of the kernel. */
    void write(List<Buffer> pieces) {
        if (pieces.size() == 1) {
            write(pieces.get(0));
            return;
        }
        Buffer together = Buffer.buffer();
        for (Buffer piece : pieces) {
            if (together.length() > 0 && together.length() + piece.length() > TOGETHER_BYTES) {
                write(together);
                together = Buffer.buffer();
            }
            together.appendBuffer(piece);
        }
        if (together.length() > 0) {
            write(together);
        }
    }

    void write(Buffer bytes) {
        if (!response.closed() && !response.ended()) {
            response.write(bytes).onFailure(gone -> {});
        }
    }

    /** Whether the reader does not keep up. */
    boolean isFull() {
        return response.writeQueueFull();
    }

    void onDrain(Runnable drained) {
        var unused = response.drainHandler(nothing -> drained.run());
    }

    /** Tells once when the reader went away. */
    void onClosed(Runnable closed) {
        if (response.closed()) {
            closed.run();
        } else {
            var unused = response.closeHandler(nothing -> closed.run());
        }
    }

    void end() {
        if (!response.closed() && !response.ended()) {
            response.end().onFailure(gone -> {});
        }
    }

    /** Drops the connection with what is still on its way. */
    void abort() {
        Disconnect.now(request);
    }

    /** Runs the action on this connection's event loop, from whatever thread. */
    void run(Runnable action) {
        context.runOnContext(nothing -> action.run());
    }

    /** Runs the action on this connection's event loop after a time; the result is for {@link #cancel}. */
    long after(Duration time, Runnable action) {
        return vertx().setTimer(Math.max(1, time.toMillis()), id -> run(action));
    }

    void cancel(long timer) {
        boolean unused = vertx().cancelTimer(timer);
    }

    private Vertx vertx() {
        return context.owner();
    }
}
