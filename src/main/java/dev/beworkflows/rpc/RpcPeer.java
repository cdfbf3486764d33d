package dev.beworkflows.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * One end of a connection: sends calls and pairs them with their answers, hands the other side's calls to a handler.
 *
 * <p>{@link #received} belongs to the reading thread, on which handlers and listeners of {@link #call} are called; everything else may be used from any thread.
 */
public final class RpcPeer implements RpcMessage.Receiver {

    /** What the other side may call. */
    public interface Handler {

        /** The answer; a failure with {@link RpcException} becomes an error answer, {@link ProtocolViolation} is thrown for what is not of the protocol. */
        Future<JsonNode> request(String method, ObjectNode params);

        void notification(String method, ObjectNode params);
    }

    private final RpcCodec codec;
    private final Consumer<byte[]> out;
    private final Handler handler;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, Promise<JsonNode>> waiting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param out takes one message without line end; called from any thread, does not block */
    public RpcPeer(RpcCodec codec, Consumer<byte[]> out, Handler handler) {
        this.codec = codec;
        this.out = out;
        this.handler = handler;
    }

    /** Calls the other side. Fails with {@link RpcException} for an error answer, and with what {@link #close} was given. */
    public Future<JsonNode> call(String method, ObjectNode params) {
        return call(method, params, id -> {});
    }

    /** The same; the id of the request is told before it is sent. */
    public Future<JsonNode> call(String method, ObjectNode params, LongConsumer toldId) {
        long id = lastId.incrementAndGet();
        Promise<JsonNode> promise = Promise.promise();
        waiting.put(id, promise);
        toldId.accept(id);
        out.accept(codec.request(id, method, params));
        if (closed) {
            close(new IllegalStateException("the connection is closed"));
        }
        return promise.future();
    }

    /**
     * Takes one line.
     *
     * @throws ProtocolViolation when it is not a message, or an answer to nothing
     */
    public void received(byte[] line) {
        codec.read(line).to(this);
    }

    /** Fails every call that has no answer yet, and later ones. */
    public void close(Throwable why) {
        closed = true;
        List<Long> ids = new ArrayList<>(waiting.keySet());
        for (Long id : ids) {
            Promise<JsonNode> promise = waiting.remove(id);
            if (promise != null) {
                promise.fail(why);
            }
        }
    }

    @Override
    public void request(RpcMessage.Request request) {
        handler.request(request.method(), request.params())
                .onSuccess(result -> out.accept(codec.result(request.id(), result)))
                .onFailure(error -> out.accept(codec.failure(request.id(), asRpc(error))));
    }

    @Override
    public void notification(RpcMessage.Notification notification) {
        handler.notification(notification.method(), notification.params());
    }

    @Override
    public void result(RpcMessage.Result result) {
        answered(result.id()).complete(result.result());
    }

    @Override
    public void failure(RpcMessage.Failure failure) {
        answered(failure.id()).fail(failure.error());
    }

    private Promise<JsonNode> answered(long id) {
        Promise<JsonNode> promise = waiting.remove(id);
        if (promise == null) {
            throw new ProtocolViolation("an answer to request " + id + ", which is not open");
        }
        return promise;
    }

    private static RpcException asRpc(Throwable error) {
        return error instanceof RpcException rpc
                ? rpc
                : new RpcException(
                        RpcException.INTERNAL,
                        "the server failed: " + error.getClass().getSimpleName());
    }
}
