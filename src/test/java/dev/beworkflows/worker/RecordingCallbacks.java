package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.task.CallbackException;
import dev.beworkflows.task.StoredObject;
import dev.beworkflows.task.TaskCallbacks;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a task did; pulls see its own pushes. */
final class RecordingCallbacks implements TaskCallbacks {

    final Map<String, Value> pushed = new ConcurrentHashMap<>();
    final List<JsonNode> rows = new CopyOnWriteArrayList<>();
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuffer log = new StringBuffer();

    String log() {
        return log.toString();
    }

    @Override
    public void push(String key, Value value) {
        pushed.put(key, value);
    }

    @Override
    public Future<Value> pull(String key) {
        Value value = pushed.get(key);
        return value != null
                ? Future.succeededFuture(value)
                : Future.failedFuture(new CallbackException(
                        CallbackException.UNKNOWN_KEY, "no key " + key, JsonNodeFactory.instance.objectNode()));
    }

    @Override
    public Future<Void> responseData(String item, JsonNode data) {
        rows.add(data);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> responseMeta(String item, JsonNode meta) {
        return Future.succeededFuture();
    }

    @Override
    public void message(JsonNode message) {
        messages.add(message);
    }

    @Override
    public Future<String> objectPut(String file, String filename, String contentType, long size) {
        return Future.failedFuture(new CallbackException(
                CallbackException.OVER_LIMIT, "no object store in this test", JsonNodeFactory.instance.objectNode()));
    }

    @Override
    public Future<StoredObject> objectGet(String id) {
        return Future.failedFuture(new CallbackException(
                CallbackException.UNKNOWN_OBJECT, "no file " + id, JsonNodeFactory.instance.objectNode()));
    }

    @Override
    public Future<Void> objectDelete(String id) {
        return Future.failedFuture(new CallbackException(
                CallbackException.UNKNOWN_OBJECT, "no file " + id, JsonNodeFactory.instance.objectNode()));
    }

    @Override
    public void log(String text) {
        log.append(text);
    }

    @Override
    public TaskOutput output() {
        return new TaskOutput(pushed, Map.of(), Map.of(), false);
    }
}
