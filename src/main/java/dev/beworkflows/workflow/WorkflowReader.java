package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.*;

public final class WorkflowReader {
    public WorkflowReader(DefinitionLimits limits) {}

    public sealed interface Reading {
        record Accepted(Workflow workflow) implements Reading {}

        record Refused(List<WorkflowProblem> problems) implements Reading {}
    }

    public Reading read(JsonNode d, WorkflowId idWhenAbsent) {
        List<Task> tasks = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<ResponseItem> items = new ArrayList<>();
        List<String> req = new ArrayList<>();
        d.path("tasks")
                .forEach(t -> tasks.add(new Task(
                        new TaskName(t.path("name").asText()),
                        new About(t.path("label").asText(""), ""),
                        t.path("code").asText(),
                        t.path("enabled").asBoolean(true),
                        new TaskLimits(
                                t.has("timeout")
                                        ? Optional.of(Duration.ofMillis(
                                                (long) (1000 * t.get("timeout").asDouble())))
                                        : Optional.empty(),
                                t.path("retries").asInt(0),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(60)))));
        d.path("edges")
                .forEach(e -> edges.add(new Edge(
                        new TaskName(e.path("from").asText()),
                        new TaskName(e.path("to").asText()))));
        d.path("response")
                .forEach(r -> items.add(
                        new ResponseItem(r.path("key").asText(), new About("", ""), fields(r.path("fields")))));
        d.path("requirements").forEach(r -> req.add(r.asText()));
        return new Reading.Accepted(new Workflow(
                d.has("id") ? new WorkflowId(d.get("id").asText()) : idWhenAbsent,
                new About(d.path("label").asText(""), d.path("description").asText("")),
                d.path("enabled").asBoolean(true),
                new Calling(
                        Mode.FOREGROUND,
                        Calling.ALL_METHODS,
                        d.has("timeout")
                                ? Optional.of(Duration.ofMillis(
                                        (long) (1000 * d.get("timeout").asDouble())))
                                : Optional.empty()),
                new Contract(
                        new RequestFields(
                                fields(d.path("url_args")),
                                fields(d.path("body")),
                                fields(d.path("form")),
                                UnknownParams.REFUSE),
                        items),
                new Program(new Graph(tasks, edges), Optional.empty(), req)));
    }

    private static List<Field> fields(JsonNode list) {
        List<Field> fields = new ArrayList<>();
        list.forEach(f -> {
            List<JsonNode> options = new ArrayList<>();
            f.path("options").forEach(options::add);
            fields.add(new Field(
                    f.path("name").asText(),
                    new About("", ""),
                    FieldType.valueOf(f.path("type").asText("string").toUpperCase(Locale.ROOT)),
                    new FieldRules(
                            f.path("required").asBoolean(),
                            options,
                            Optional.ofNullable(f.get("default")),
                            Optional.empty())));
        });
        return fields;
    }
}
