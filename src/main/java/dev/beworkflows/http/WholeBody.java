package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Takes in a body as one array; most arrive in one piece. */
final class WholeBody extends BodyReader<byte[]> {

    private static final byte[] NOTHING = {};

    private @Nullable Buffer first;
    private @Nullable Buffer all;

    WholeBody(Exchange exchange, long limit) {
        super(exchange, limit);
    }

    @Override
    void piece(Buffer bytes) {
        if (first == null) {
            first = bytes;
            return;
        }
        if (all == null) {
            all = Buffer.buffer(2 * first.length() + bytes.length()).appendBuffer(first);
        }
        all.appendBuffer(bytes);
    }

    @Override
    Future<byte[]> end() {
        Buffer whole = all == null ? first : all;
        return Future.succeededFuture(whole == null ? NOTHING : whole.getBytes());
    }
}
