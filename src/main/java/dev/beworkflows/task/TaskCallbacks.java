package dev.beworkflows.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;

/**
 * What running Python may ask for; one instance an attempt.
 *
 * <p>All but {@link #log} are called on the thread that reads the worker's messages, in the order of the messages; {@code log} on the thread that
 * reads its output. A request that the task must hear about fails its Future with a {@link CallbackException}.
 */
public interface TaskCallbacks {

    void push(String key, Value value);

    Future<Value> pull(String key);

    /** @param rows a JSON array of objects */
    Future<Void> responseData(String item, JsonNode rows);

    /** @param meta a JSON object */
    Future<Void> responseMeta(String item, JsonNode meta);

    void message(JsonNode message);

    /** @param file its name within the incoming folder */
    Future<String> objectPut(String file, String filename, String contentType, long size);

    Future<StoredObject> objectGet(String id);

    Future<Void> objectDelete(String id);

    void log(String text);

    /** What the attempt left; asked for once, after it succeeded. */
    TaskOutput output();
}
