package dev.beworkflows.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.DefinitionLimits;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowReader;
import java.util.List;

/** Workflows for tests, in JSON with single quotes; a field without a type is a string. */
final class TestDefinitions {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private TestDefinitions() {}

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static Workflow workflow(String members) {
        return workflow((ObjectNode) json("{" + members + "}"));
    }

    /** @param members that a definition without tasks has, too */
    static Workflow workflow(ObjectNode members) {
        ObjectNode definition = members.deepCopy();
        definition.putArray("tasks").addObject().put("name", "a").put("code", "");
        for (String list : List.of("/url_args", "/body", "/form", "/response/0/fields")) {
            definition
                    .at(list)
                    .forEach(field ->
                            ((ObjectNode) field).put("type", field.path("type").asText("string")));
        }
        WorkflowReader.Reading reading =
                new WorkflowReader(DefinitionLimits.DEFAULT).read(definition, new WorkflowId("x"));
        if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
            return accepted.workflow();
        }
        throw new AssertionError(reading.toString());
    }
}
