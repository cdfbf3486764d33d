package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes a workflow as the JSON that its definition is read from: every member, in a fixed order. */
public final class WorkflowWriter {

    private WorkflowWriter() {}

    /** A new object, the caller's to change. Reading it gives an equal workflow. */
    public static ObjectNode write(Workflow workflow) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", workflow.id().value());
        json.put("label", workflow.about().label());
        json.put("description", workflow.about().description());
        json.put("enabled", workflow.enabled());
        json.put("mode", workflow.calling().mode().json());
        workflow.calling().methods().forEach(json.putArray("methods")::add);
        seconds(json, "timeout", workflow.calling().timeout());
        RequestFields request = workflow.contract().request();
        json.put("unknown_params", request.unknownParams().json());
        fields(json.putArray("url_args"), request.urlArgs());
        fields(json.putArray("body"), request.body());
        fields(json.putArray("form"), request.form());
        program(json, workflow.program());
        ArrayNode items = json.putArray("response");
        workflow.contract().response().forEach(item -> item(items.addObject(), item));
        return json;
    }

    private static void program(ObjectNode json, Program program) {
        ArrayNode tasks = json.putArray("tasks");
        program.graph().tasks().forEach(task -> task(tasks.addObject(), task));
        ArrayNode edges = json.putArray("edges");
        program.graph()
                .edges()
                .forEach(edge -> edges.addObject()
                        .put("from", edge.from().value())
                        .put("to", edge.to().value()));
        json.put("interceptor", program.interceptor().orElse(null));
        program.requirements().forEach(json.putArray("requirements")::add);
    }

    private static void task(ObjectNode json, Task task) {
        json.put("name", task.name().value());
        json.put("label", task.about().label());
        json.put("description", task.about().description());
        json.put("code", task.code());
        json.put("enabled", task.enabled());
        seconds(json, "timeout", task.limits().timeout());
        ObjectNode retries = json.putObject("retries").put("max", task.limits().retries());
        seconds(retries, "backoff", Optional.of(task.limits().backoff()));
        seconds(retries, "max_backoff", Optional.of(task.limits().maxBackoff()));
    }

    private static void item(ObjectNode json, ResponseItem item) {
        json.put("key", item.key());
        json.put("label", item.about().label());
        json.put("desc", item.about().description());
        fields(json.putArray("fields"), item.fields());
    }

    private static void fields(ArrayNode list, List<Field> fields) {
        fields.forEach(field -> field(list.addObject(), field));
    }

    /** What stands for nothing is left out: an empty default would be a default. */
    private static void field(ObjectNode json, Field field) {
        json.put("name", field.name());
        json.put("label", field.about().label());
        json.put("desc", field.about().description());
        json.put("type", field.type().json());
        json.put("required", field.rules().required());
        if (!field.rules().options().isEmpty()) {
            field.rules().options().forEach(json.putArray("options")::add);
        }
        field.rules().defaultValue().ifPresent(value -> json.set("default", value));
        field.rules().validationRegex().ifPresent(regex -> json.put("validation_regex", regex));
    }

    private static void seconds(ObjectNode json, String name, Optional<Duration> time) {
        if (time.isEmpty()) {
            json.putNull(name);
        } else if (time.get().toMillis() % 1000 == 0) {
            json.put(name, time.get().toSeconds());
        } else {
            json.put(name, time.get().toMillis() / 1000.0);
        }
    }
}
