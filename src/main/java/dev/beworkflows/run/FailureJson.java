package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.TaskName;
import java.util.Optional;

/** Failures as JSON: {@code {"kind", "task", "type", "message", "traceback"}}, where the task may be null, {@code "line"} when it is known, and {@code "death"} when a process ended. */
public final class FailureJson {

    private FailureJson() {}

    public static ObjectNode write(Failure failure) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("kind", failure.kind().json())
                .put("task", failure.task().map(TaskName::value).orElse(null))
                .put("type", failure.type())
                .put("message", failure.message())
                .put("traceback", failure.traceback());
        failure.line().ifPresent(line -> json.put("line", line));
        failure.death().ifPresent(death -> json.set("death", DeathCertificateJson.write(death)));
        return json;
    }

    /** @throws IllegalArgumentException when this is not a failure */
    public static Failure read(JsonNode json) {
        Members members = new Members(json);
        return new Failure(
                FailureKind.parse(members.text("kind")),
                members.optionalText("task").map(TaskName::new),
                members.text("type"),
                members.text("message"),
                members.text("traceback"),
                json.path("line").isInt() ? Optional.of(json.path("line").intValue()) : Optional.empty(),
                json.has("death") ? Optional.of(DeathCertificateJson.read(json.get("death"))) : Optional.empty());
    }
}
