package dev.beworkflows.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.Happening.Accepted;
import dev.beworkflows.run.Happening.Cancelled;
import dev.beworkflows.run.Happening.Dead;
import dev.beworkflows.run.Happening.Failed;
import dev.beworkflows.run.Happening.Interrupted;
import dev.beworkflows.run.Happening.Log;
import dev.beworkflows.run.Happening.Message;
import dev.beworkflows.run.Happening.MessagesDropped;
import dev.beworkflows.run.Happening.Retried;
import dev.beworkflows.run.Happening.Started;
import dev.beworkflows.run.Happening.Succeeded;
import dev.beworkflows.run.Happening.TaskCancelled;
import dev.beworkflows.run.Happening.TaskFailed;
import dev.beworkflows.run.Happening.TaskPassedOver;
import dev.beworkflows.run.Happening.TaskSkipped;
import dev.beworkflows.run.Happening.TaskStarted;
import dev.beworkflows.run.Happening.TaskSucceeded;
import dev.beworkflows.workflow.TaskName;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes what one kind of event has and others have not.
 *
 * @param request writes the request that a run was accepted with
 */
record HappeningWriter(Function<RunRequest, ObjectNode> request) implements Happening.Cases<ObjectNode> {

    @Override
    public ObjectNode accepted(Accepted happening) {
        RunHeader header = happening.header();
        ObjectNode json = object().put("run_id", header.id().toString())
                .put("workflow_id", header.version().workflow().value())
                .put("version", header.version().version())
                .put("mode", header.mode().json())
                .put("user", header.caller().user().orElse(null))
                .put("method", header.caller().method());
        ObjectNode headers = json.putObject("headers");
        // sorted, so that the same event is always the same text
        new TreeMap<>(header.caller().headers()).forEach(headers::put);
        json.set("request", request.apply(header.request()));
        ArrayNode tasks = json.putArray("tasks");
        happening.tasks().forEach(task -> tasks.add(task.value()));
        return json;
    }

    @Override
    public ObjectNode started(Started happening) {
        return object();
    }

    @Override
    public ObjectNode taskStarted(TaskStarted happening) {
        return attempt(happening.task(), happening.attempt()).put("worker", happening.worker());
    }

    @Override
    public ObjectNode message(Message happening) {
        return object().put("task", happening.task().value()).set("message", happening.message());
    }

    @Override
    public ObjectNode messagesDropped(MessagesDropped happening) {
        return object().put("task", happening.task().value()).put("count", happening.count());
    }

    @Override
    public ObjectNode log(Log happening) {
        return attempt(happening.task(), happening.attempt()).put("text", happening.text());
    }

    @Override
    public ObjectNode taskSucceeded(TaskSucceeded happening) {
        return attempt(happening.task(), happening.attempt()).put("user_seconds", Seconds.of(happening.userTime()));
    }

    @Override
    public ObjectNode taskFailed(TaskFailed happening) {
        ObjectNode json = attempt(happening.task(), happening.attempt());
        json.set("error", FailureJson.write(happening.failure()));
        return json.put("retry_in_seconds", happening.retryIn().map(Seconds::of).orElse(null));
    }

    @Override
    public ObjectNode taskCancelled(TaskCancelled happening) {
        return attempt(happening.task(), happening.attempt());
    }

    @Override
    public ObjectNode taskPassedOver(TaskPassedOver happening) {
        return object().put("task", happening.task().value());
    }

    @Override
    public ObjectNode taskSkipped(TaskSkipped happening) {
        return object().put("task", happening.task().value()).put("reason", happening.reason());
    }

    @Override
    public ObjectNode interrupted(Interrupted happening) {
        return object().put("reason", happening.reason());
    }

    @Override
    public ObjectNode succeeded(Succeeded happening) {
        return object();
    }

    @Override
    public ObjectNode failed(Failed happening) {
        return object().set("error", FailureJson.write(happening.failure()));
    }

    @Override
    public ObjectNode cancelled(Cancelled happening) {
        return object().put("reason", happening.reason());
    }

    @Override
    public ObjectNode dead(Dead happening) {
        return object().set("error", FailureJson.write(happening.failure()));
    }

    @Override
    public ObjectNode retried(Retried happening) {
        return object();
    }

    private static ObjectNode attempt(TaskName task, int attempt) {
        return object().put("task", task.value()).put("attempt", attempt);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
