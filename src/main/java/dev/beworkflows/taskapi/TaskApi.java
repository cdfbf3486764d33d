package dev.beworkflows.taskapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.files.ObjectStore;
import dev.beworkflows.files.RefusedFileException;
import dev.beworkflows.run.Happening;
import dev.beworkflows.schema.WorkflowSchemas;
import dev.beworkflows.task.CallbackException;
import dev.beworkflows.task.StoredObject;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskCallbacks;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.WorkflowProblem;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers one attempt of a task, and collects what it leaves. */
public final class TaskApi implements TaskCallbacks {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TaskCall call;
    private final Optional<TaskApi> before;
    private final WorkflowSchemas schemas;
    private final Consumer<Happening> happens;
    private final ObjectStore objects;
    private final OutputCollector collector;

    /**
     * @param before the attempt before this one in its chain, whose pushes this one sees
     * @param happens told what the task says and prints
     * @param maxResultBytes how much of rows, metadata and small pushed values the attempt may leave in the server's memory
     */
    public TaskApi(
            TaskCall call,
            Optional<TaskApi> before,
            WorkflowSchemas schemas,
            Consumer<Happening> happens,
            ObjectStore objects,
            long maxResultBytes) {
        this.collector = new OutputCollector(maxResultBytes);
        this.call = call;
        this.before = before;
        this.schemas = schemas;
        this.happens = happens;
        this.objects = objects;
    }

    @Override
    public void push(String key, Value value) {
        if (value instanceof Value.File file && !call.room().take(file.bytes())) {
            throw overLimit("the large values of this run exceed " + call.room().limit()
                    + " bytes (limits.values of the workflow, at most BEW_RUN_VALUES)");
        }
        collector.push(key, value);
    }

    /** What this attempt pushed itself comes before what earlier tasks pushed. */
    @Override
    public Future<Value> pull(String key) {
        Value value = find(key);
        return value != null ? Future.succeededFuture(value) : Future.failedFuture(unknownKey(key));
    }

    private @Nullable Value find(String key) {
        Value own = collector.pushed().get(key);
        if (own != null) {
            return own;
        }
        return before.isPresent() ? before.get().find(key) : call.visible().get(key);
    }

    private Set<String> keys() {
        Set<String> keys = new TreeSet<>(call.visible().keySet());
        before.ifPresent(earlier -> keys.addAll(earlier.keys()));
        keys.addAll(collector.pushed().keySet());
        return keys;
    }

    @Override
    public Future<Void> responseData(String item, JsonNode rows) {
        if (!schemas.items().contains(item)) {
            return Future.failedFuture(unknownItem(item));
        }
        List<WorkflowProblem> problems = schemas.checkRows(item, rows);
        if (!problems.isEmpty()) {
            return Future.failedFuture(againstSchema(item, problems));
        }
        collector.rows(item, call.secrets().masked(rows));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> responseMeta(String item, JsonNode meta) {
        if (!schemas.items().contains(item)) {
            return Future.failedFuture(unknownItem(item));
        }
        if (!(meta instanceof ObjectNode object)) {
            return Future.failedFuture(
                    againstSchema(item, List.of(new WorkflowProblem("", "metadata is not an object", "an object"))));
        }
        collector.meta(item, (ObjectNode) call.secrets().masked(object));
        return Future.succeededFuture();
    }

    @Override
    public void message(JsonNode message) {
        happens.accept(new Happening.Message(call.task(), call.secrets().masked(message)));
    }

    @Override
    public void log(String text) {
        happens.accept(new Happening.Log(call.task(), call.attempt(), text));
    }

    @Override
    public Future<String> objectPut(String file, String filename, String contentType, long size) {
        return objects.put(file, filename, contentType, size)
                .recover(error -> Future.failedFuture(error instanceof RefusedFileException ? refused(error) : error));
    }

    @Override
    public Future<StoredObject> objectGet(String id) {
        return objects.get(id)
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(unknownObject(id))));
    }

    @Override
    public Future<Void> objectDelete(String id) {
        return objects.delete(id)
                .compose(deleted -> deleted ? Future.succeededFuture() : Future.failedFuture(unknownObject(id)));
    }

    @Override
    public TaskOutput output() {
        return collector.output();
    }

    private CallbackException unknownKey(String key) {
        Set<String> keys = keys();
        return new CallbackException(
                CallbackException.UNKNOWN_KEY,
                "no task before '" + call.task() + "' pushed '" + key + "'; " + existing("keys", keys),
                names("keys", keys));
    }

    private CallbackException unknownItem(String item) {
        return new CallbackException(
                CallbackException.UNKNOWN_ITEM,
                "the workflow declares no response item '" + item + "'; " + existing("response items", schemas.items()),
                names("items", schemas.items()));
    }

    private static CallbackException againstSchema(String item, List<WorkflowProblem> problems) {
        ObjectNode data = JSON.objectNode();
        ArrayNode list = data.putArray("problems");
        problems.forEach(problem -> list.addObject()
                .put("pointer", problem.pointer())
                .put("message", problem.message())
                .put("expected", problem.expected()));
        WorkflowProblem first = problems.get(0);
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return new CallbackException(
                CallbackException.AGAINST_SCHEMA,
                "response item '" + item + "' does not fit its schema: " + first.pointer() + ": " + first.message()
                        + more,
                data);
    }

    private static CallbackException refused(Throwable error) {
        return overLimit(String.valueOf(error.getMessage()));
    }

    private static CallbackException overLimit(String message) {
        return new CallbackException(CallbackException.OVER_LIMIT, message, JSON.objectNode());
    }

    private static CallbackException unknownObject(String id) {
        return new CallbackException(
                CallbackException.UNKNOWN_OBJECT,
                "the object store has no file '" + id + "'",
                JSON.objectNode().put("id", id));
    }

    private static String existing(String what, Collection<String> names) {
        return names.isEmpty() ? "there are no " + what : what + ": " + String.join(", ", names);
    }

    private static ObjectNode names(String member, Collection<String> names) {
        ObjectNode data = JSON.objectNode();
        names.forEach(data.putArray(member)::add);
        return data;
    }
}
