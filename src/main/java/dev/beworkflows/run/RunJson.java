package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run as users see it. What is not known yet, or never came to be, is null; {@code seconds} are between start and end. */
public final class RunJson {

    private RunJson() {}

    /**
     * With every attempt of each task.
     *
     * @param events that the run is the fold of
     */
    public static ObjectNode show(Run run, List<RunEvent> events) {
        AttemptsJson attempts = new AttemptsJson(events);
        ObjectNode json = show(run);
        for (JsonNode task : json.path("tasks")) {
            JsonNode unused = ((ObjectNode) task)
                    .set(
                            "attempt_list",
                            attempts.of(new TaskName(task.path("name").asText())));
        }
        return json;
    }

    public static ObjectNode show(Run run) {
        RunHeader header = run.header();
        ObjectNode json = object().put("run_id", header.id().toString())
                .put("workflow_id", header.version().workflow().value())
                .put("version", header.version().version())
                .put("mode", header.mode().json())
                .put("status", run.status().json())
                .put("method", header.caller().method())
                .put("user", header.caller().user().orElse(null));
        header.caller().schedule().ifPresent(id -> json.put("schedule_id", id));
        json.set("request", RequestJson.show(header.request()));
        ArrayNode tasks = json.putArray("tasks");
        run.tasks().values().forEach(task -> tasks.add(show(task)));
        json.set("error", error(run.failure()));
        json.set("timing", timing(run.timing()));
        json.put("accepted_at", run.times().acceptedAt().toString());
        return putTimes(json, run.times().startedAt(), run.times().finishedAt());
    }

    private static ObjectNode show(TaskRecord task) {
        ObjectNode json = object().put("name", task.name().value())
                .put("status", task.status().json())
                .put("attempts", task.attempts());
        return putTimes(json, task.startedAt(), task.finishedAt())
                .put("user_seconds", task.userTime().map(Seconds::of).orElse(null))
                .put("skipped_because", task.skippedBecause().orElse(null))
                .set("error", error(task.failure()));
    }

    private static ObjectNode putTimes(ObjectNode json, Optional<Instant> started, Optional<Instant> finished) {
        return json.put("started_at", started.map(Instant::toString).orElse(null))
                .put("finished_at", finished.map(Instant::toString).orElse(null))
                .put("seconds", seconds(started, finished));
    }

    private static @Nullable BigDecimal seconds(Optional<Instant> started, Optional<Instant> finished) {
        return started.flatMap(from -> finished.map(to -> Seconds.of(Duration.between(from, to))))
                .orElse(null);
    }

    private static JsonNode timing(Optional<RunTiming> timing) {
        return timing.<JsonNode>map(where -> object().put("validation_seconds", Seconds.of(where.validation()))
                        .put("queue_seconds", Seconds.of(where.queue()))
                        .put("dispatch_seconds", Seconds.of(where.dispatch()))
                        .put("user_seconds", Seconds.of(where.user()))
                        .put("encode_seconds", Seconds.of(where.encode())))
                .orElse(NullNode.instance);
    }

    private static JsonNode error(Optional<Failure> failure) {
        return failure.<JsonNode>map(FailureJson::write).orElse(NullNode.instance);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
