package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.node.*;

public final class WorkflowWriter {
    private WorkflowWriter() {}

    public static ObjectNode write(Workflow w) {
        ObjectNode n = JsonNodeFactory.instance
                .objectNode()
                .put("id", w.id().value())
                .put("label", w.about().label())
                .put("enabled", w.enabled());
        ArrayNode tasks = n.putArray("tasks");
        w.program()
                .graph()
                .tasks()
                .forEach(t -> tasks.addObject()
                        .put("name", t.name().value())
                        .put("code", t.code())
                        .put("enabled", t.enabled()));
        ArrayNode edges = n.putArray("edges");
        w.program()
                .graph()
                .edges()
                .forEach(e -> edges.addObject().put("from", e.from().value()).put("to", e.to().value()));
        ArrayNode args = n.putArray("url_args");
        w.contract().request().urlArgs().forEach(f -> {
            ObjectNode x = args.addObject()
                    .put("name", f.name())
                    .put("type", f.type().json())
                    .put("required", f.rules().required());
            f.rules().defaultValue().ifPresent(d -> {
                var unused = x.set("default", d);
            });
        });
        ArrayNode items = n.putArray("response");
        w.contract().response().forEach(i -> items.addObject().put("key", i.key()));
        ArrayNode req = n.putArray("requirements");
        w.program().requirements().forEach(req::add);
        return n;
    }
}
