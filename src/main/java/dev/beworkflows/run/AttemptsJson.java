package dev.beworkflows.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attempts of each task of a run as users see them, in the order of their ends, the one under way last. */
final class AttemptsJson {
    private final TaskAttempts attempts;
    private final Map<TaskName, ArrayNode> ended = new HashMap<>();

    AttemptsJson(List<RunEvent> events) {
        this.attempts = new TaskAttempts(events);
        attempts.ofAllLives().forEach(attempt -> list(attempt.task()).add(json(attempt)));
    }

    ArrayNode of(TaskName task) {
        ArrayNode all = list(task).deepCopy();
        attempts.underWay(task)
                .ifPresent(open -> all.add(
                        json(open.number(), "running", Optional.of(open.start().at()), Optional.empty())));
        return all;
    }

    private ArrayNode list(TaskName task) {
        return ended.computeIfAbsent(task, name -> JsonNodeFactory.instance.arrayNode());
    }

    private static ObjectNode json(TaskAttempt attempt) {
        ObjectNode json = json(
                attempt.number(),
                status(attempt.end()),
                attempt.start().map(TaskAttempt.Start::at),
                Optional.of(attempt.endedAt()));
        if (attempt.end() instanceof Happening.TaskSucceeded succeeded) {
            json.put("user_seconds", Seconds.of(succeeded.userTime()));
        } else if (attempt.end() instanceof Happening.TaskFailed failed) {
            json.set("error", FailureJson.write(failed.failure()));
        }
        return json;
    }

    private static ObjectNode json(int number, String status, Optional<Instant> start, Optional<Instant> end) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("attempt", number)
                .put("status", status)
                .put("started_at", start.map(Instant::toString).orElse(null))
                .put("finished_at", end.map(Instant::toString).orElse(null))
                .put(
                        "seconds",
                        start.flatMap(from -> end.map(to -> Seconds.of(Duration.between(from, to))))
                                .orElse(null))
                .putNull("user_seconds");
        json.set("error", NullNode.instance);
        return json;
    }

    /** In the words of tasks; one that went away with its server is {@code interrupted}. */
    private static String status(Happening end) {
        if (end instanceof Happening.TaskSucceeded) {
            return TaskStatus.SUCCEEDED.json();
        }
        if (end instanceof Happening.TaskFailed) {
            return TaskStatus.FAILED.json();
        }
        return end instanceof Happening.Interrupted ? "interrupted" : TaskStatus.CANCELLED.json();
    }
}
