package dev.beworkflows.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/** Ends connections at once. Vert.x' own way waits until the client has taken what was written, which some never do, and what waits for them is kept as long. */
final class Disconnect {

    private Disconnect() {}

    /** For a client that does not take its answer: the kernel drops what it holds too. Over HTTP/2 only the request's stream ends. */
    static void now(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            var unused = request.response().reset();
            return;
        }
        var unused = context(request.connection()).channel().config().setOption(ChannelOption.SO_LINGER, 0);
        now(request.connection());
    }

    static void now(HttpConnection connection) {
        var unused = context(connection).close();
    }

    /** No public way leads there; from this context on nobody waits for anything. */
    private static ChannelHandlerContext context(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext();
    }
}
