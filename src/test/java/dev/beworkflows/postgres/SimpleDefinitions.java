package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Calling;
import dev.beworkflows.workflow.Contract;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Needs;
import dev.beworkflows.workflow.Program;
import dev.beworkflows.workflow.RequestFields;
import dev.beworkflows.workflow.UnknownParams;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import java.util.List;
import java.util.Optional;

/** Workflows without tasks, and a form of them as JSON: enough to tell one version from another. */
final class SimpleDefinitions {
    private static final Contract CONTRACT =
            new Contract(new RequestFields(List.of(), List.of(), List.of(), UnknownParams.REFUSE), List.of());
    private static final Program PROGRAM =
            new Program(new Graph(List.of(), List.of()), Optional.empty(), Needs.NONE, List.of());

    private SimpleDefinitions() {}

    static Workflow workflow(String id, String label) {
        return workflow(id, label, true, Mode.FOREGROUND);
    }

    static Workflow workflow(String id, String label, boolean enabled, Mode mode) {
        Calling calling = new Calling(mode, Calling.ALL_METHODS, Optional.empty());
        return new Workflow(
                new WorkflowId(id), new About(label, "about " + label), enabled, calling, CONTRACT, PROGRAM);
    }

    static ObjectNode write(Workflow workflow) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", workflow.id().value())
                .put("label", workflow.about().label());
    }

    static Workflow read(JsonNode json) {
        return workflow(json.get("id").textValue(), json.get("label").textValue());
    }
}
