package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.rpc.ProtocolViolation;
import dev.beworkflows.rpc.RpcException;
import dev.beworkflows.rpc.RpcPeer;
import dev.beworkflows.task.CallbackException;
import dev.beworkflows.task.StoredObject;
import dev.beworkflows.task.TaskCallbacks;
import dev.beworkflows.task.Value;
import dev.beworkflows.task.ValueJson;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From messages of a worker to the callbacks of the task that it executes.
 *
 * <p>{@link #begin} and {@link #end} are called on the loop, messages arrive on the worker's reading thread.
 */
final class CallbackDispatch implements RpcPeer.Handler {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private volatile @Nullable Open open;

    /** @param rest those of the attempts that may follow in the chain */
    private record Open(long call, TaskCallbacks callbacks, List<TaskCallbacks> rest, Consumer<JsonNode> ended) {

        Open next() {
            if (rest.isEmpty()) {
                throw new ProtocolViolation("task_ended where no task follows");
            }
            return new Open(call, rest.get(0), rest.subList(1, rest.size()), ended);
        }
    }

    /**
     * @param chain of each attempt that may come, in order
     * @param ended told, on the reading thread, the result of an attempt after which the chain goes on
     */
    void begin(long call, List<TaskCallbacks> chain, Consumer<JsonNode> ended) {
        open = new Open(call, chain.get(0), chain.subList(1, chain.size()), ended);
    }

    void end() {
        open = null;
    }

    @Override
    public Future<JsonNode> request(String method, ObjectNode params) {
        TaskCallbacks callbacks = callbacks(method, params);
        try {
            return answer(callbacks, method, params).recover(CallbackDispatch::asRpc);
        } catch (CallbackException e) {
            return asRpc(e);
        }
    }

    @Override
    public void notification(String method, ObjectNode params) {
        TaskCallbacks callbacks = callbacks(method, params);
        if (method.equals("task_ended")) {
            goOn(params);
            return;
        }
        try {
            notify(callbacks, method, params);
        } catch (CallbackException e) { // nobody waits for an answer that could say so
            throw new ProtocolViolation(String.valueOf(e.getMessage()));
        }
    }

    private void goOn(ObjectNode params) {
        Open current = open;
        if (current != null) {
            JsonNode result = member(params, "result");
            open = current.next();
            current.ended().accept(result);
        }
    }

    private static void notify(TaskCallbacks callbacks, String method, ObjectNode params) {
        switch (method) {
            case "push" -> callbacks.push(text(params, "key"), pushed(params));
            case "response_data" -> surely(callbacks.responseData(text(params, "item"), member(params, "rows")));
            case "message" -> callbacks.message(member(params, "message"));
            default -> throw new ProtocolViolation("no notification '" + method + "'");
        }
    }

    /** Only rows that fit without a doubt come without being asked about. */
    private static void surely(Future<Void> checked) {
        if (!checked.succeeded()) {
            throw new ProtocolViolation("rows that were not asked about: " + checked.cause());
        }
    }

    private static Value pushed(ObjectNode params) {
        try {
            return ValueJson.read(params.path("value"));
        } catch (IllegalArgumentException e) {
            throw new ProtocolViolation("/params/value: " + e.getMessage());
        }
    }

    private static Future<JsonNode> answer(TaskCallbacks callbacks, String method, ObjectNode params) {
        return switch (method) {
            case "pull" -> callbacks.pull(text(params, "key")).map(CallbackDispatch::value);
            case "response_data" -> nothing(callbacks.responseData(text(params, "item"), member(params, "rows")));
            case "response_meta" -> nothing(callbacks.responseMeta(text(params, "item"), member(params, "meta")));
            case "object_put" ->
                callbacks
                        .objectPut(
                                text(params, "file"),
                                text(params, "filename"),
                                text(params, "content_type"),
                                number(params, "size"))
                        .map(id -> JSON.objectNode().put("id", id));
            case "object_get" -> callbacks.objectGet(text(params, "id")).map(CallbackDispatch::object);
            case "object_delete" -> nothing(callbacks.objectDelete(text(params, "id")));
            default -> Future.failedFuture(new RpcException(RpcException.NO_SUCH_METHOD, "no method '" + method + "'"));
        };
    }

    private TaskCallbacks callbacks(String method, ObjectNode params) {
        Open current = open;
        if (current == null || current.call() != params.path("call").asLong()) {
            throw new ProtocolViolation(method + " for call " + params.path("call") + ", which is not running");
        }
        return current.callbacks();
    }

    private static JsonNode value(Value value) {
        return JSON.objectNode().set("value", ValueJson.write(value));
    }

    private static JsonNode object(StoredObject object) {
        return JSON.objectNode()
                .put("id", object.id())
                .put("filename", object.filename())
                .put("content_type", object.contentType())
                .put("size", object.size())
                .put("path", object.path());
    }

    private static Future<JsonNode> nothing(Future<Void> done) {
        return done.map(ignored -> JSON.objectNode());
    }

    private static Future<JsonNode> asRpc(Throwable error) {
        return Future.failedFuture(
                error instanceof CallbackException callback
                        ? new RpcException(callback.code(), String.valueOf(callback.getMessage()), callback.data())
                        : error);
    }

    private static String text(ObjectNode params, String name) {
        if (member(params, name).isTextual()) {
            return params.get(name).textValue();
        }
        throw new ProtocolViolation("/params/" + name + " is not a string");
    }

    private static long number(ObjectNode params, String name) {
        if (member(params, name).canConvertToLong()) {
            return params.get(name).longValue();
        }
        throw new ProtocolViolation("/params/" + name + " is not an integer");
    }

    private static JsonNode member(ObjectNode params, String name) {
        JsonNode member = params.get(name);
        if (member == null) {
            throw new ProtocolViolation("/params/" + name + " is missing");
        }
        return member;
    }
}
