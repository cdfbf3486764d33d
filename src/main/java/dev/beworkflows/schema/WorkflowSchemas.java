package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.*;
import com.fasterxml.jackson.databind.node.*;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.workflow.*;
import java.util.*;

public final class WorkflowSchemas {
    private final Workflow w;

    private WorkflowSchemas(Workflow w) {
        this.w = w;
    }

    public static WorkflowSchemas compile(Workflow workflow) {
        return new WorkflowSchemas(workflow);
    }

    public RequestCheck check(RawRequest request) {
        ObjectNode q = JsonNodeFactory.instance.objectNode();
        for (Field f : w.contract().request().urlArgs()) {
            List<String> texts = request.query().stream()
                    .filter(t -> t.name().equals(f.name()))
                    .map(NamedText::text)
                    .toList();
            if (f.type() == FieldType.ARRAY && !texts.isEmpty()) {
                ArrayNode a = q.putArray(f.name());
                texts.forEach(a::add);
            } else if (texts.isEmpty()) {
                var unused = q.set(f.name(), f.rules().defaultValue().orElse(NullNode.getInstance()));
            } else if (f.type() == FieldType.NUMBER || f.type() == FieldType.INTEGER) {
                q.put(f.name(), new java.math.BigDecimal(texts.get(0)));
            } else {
                q.put(f.name(), texts.get(0));
            }
        }
        return new RequestCheck.Accepted(new RunRequest(
                q,
                request.body().map(b -> (ObjectNode) b).orElse(JsonNodeFactory.instance.objectNode()),
                JsonNodeFactory.instance.objectNode(),
                request.files()));
    }

    public Set<String> items() {
        Set<String> s = new LinkedHashSet<>();
        w.contract().response().forEach(i -> s.add(i.key()));
        return s;
    }

    public List<WorkflowProblem> checkRows(String item, JsonNode rows) {
        return List.of();
    }
}
