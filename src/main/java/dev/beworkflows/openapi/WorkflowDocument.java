package dev.beworkflows.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.UnknownParams;
import dev.beworkflows.workflow.Workflow;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The contract of one workflow: what the server's says about calls, with the types that the workflow declares. */
public final class WorkflowDocument {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CALL = "/api/app/be_workflows/be_wf_graph/id/{id}/call";
    private static final Set<String> OF_ANY_WORKFLOW =
            Set.of("#/components/parameters/WorkflowId", "#/components/parameters/AnyQuery");
    private static final Set<String> OWN_SCHEMAS =
            Set.of("Answer", "AcceptedRun", "Problem", "ProblemError", "CallBody", "CallForm", "CallMultipart");
    private static final List<String> WITHOUT_BODY = List.of("GET", "DELETE");

    private final Workflow workflow;
    private final ObjectNode document;
    private final ObjectNode schemas;

    private WorkflowDocument(JsonNode server, Workflow workflow) {
        this.workflow = workflow;
        this.document = JSON.objectNode();
        document.set("openapi", server.path("openapi"));
        document.putObject("info");
        document.set("servers", server.path("servers"));
        document.set("security", server.path("security"));
        server.path("tags").forEach(tag -> {
            if (tag.path("name").asText().equals("calls")) {
                document.withArray("tags").add(tag);
            }
        });
        document.putObject("paths");
        document.set("components", server.path("components").deepCopy());
        this.schemas = document.withObject("/components/schemas");
    }

    /**
     * Takes about a millisecond.
     *
     * @param server as {@link ServerDocument#read} gives it; stays as it is
     * @param version of the workflow
     */
    public static ObjectNode of(JsonNode server, Workflow workflow, int version) {
        return new WorkflowDocument(server, workflow).write(server.path("paths").path(CALL), version);
    }

    private ObjectNode write(JsonNode call, int version) {
        String id = workflow.id().value();
        String label = workflow.about().label();
        document.withObject("/info")
                .put("title", label.isBlank() ? id : label)
                .put("version", Integer.toString(version))
                .put("description", workflow.about().description())
                .put("x-workflow-id", id);
        answer();
        ObjectNode path = document.withObject("/paths").putObject(CALL.replace("{id}", id));
        path.set("parameters", parameters(call.path("parameters")));
        CallBody body = new CallBody(workflow.contract().request());
        ObjectNode requestBody = body.write(schemas);
        for (String method : workflow.calling().methods()) {
            ObjectNode operation = operation(call, method);
            boolean sends = !WITHOUT_BODY.contains(method) || body.isRequired();
            operation.remove("requestBody");
            if (sends && !requestBody.path("content").isEmpty()) {
                operation.set("requestBody", requestBody);
            }
            path.set(method.toLowerCase(Locale.ROOT), operation);
        }
        References.prune(document);
        return document;
    }

    private ObjectNode operation(JsonNode call, String method) {
        String name = method.toLowerCase(Locale.ROOT);
        String about = workflow.about().description().strip();
        return call.path(name)
                .<ObjectNode>deepCopy()
                .put("operationId", "call_" + workflow.id().value().replace('-', '_') + "_by_" + name)
                .put("summary", "Calls " + document.at("/info/title").asText())
                .put(
                        "description",
                        (about + "\n\nRuns in the " + workflow.calling().mode().json()
                                        + " unless `Prefer` says otherwise. Role: caller.")
                                .strip());
    }

    private ArrayNode parameters(JsonNode ofCall) {
        ArrayNode parameters = JSON.arrayNode();
        for (Field field : workflow.contract().request().urlArgs()) {
            parameters.add(CallQuery.argument(field));
        }
        if (workflow.contract().request().unknownParams() != UnknownParams.REFUSE) {
            CallQuery.addOthers(parameters);
        }
        ofCall.forEach(parameter -> {
            if (!OF_ANY_WORKFLOW.contains(parameter.path("$ref").asText())) {
                parameters.add(parameter);
            }
        });
        return parameters;
    }

    /** The typed answer in the place of the general one. */
    private void answer() {
        CallAnswer answer = new CallAnswer(workflow.contract().response());
        answer.write(schemas, OWN_SCHEMAS);
        document.withObject("/components/responses/Answer/content/application~1json")
                .putObject("examples")
                .putObject("answer")
                .set("value", answer.example());
    }
}
