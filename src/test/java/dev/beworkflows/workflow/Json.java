package dev.beworkflows.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON for tests, in which single quotes may stand for double ones. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final WorkflowReader READER = new WorkflowReader(DefinitionLimits.DEFAULT);

    private Json() {}

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    static WorkflowReader.Reading read(JsonNode definition) {
        return READER.read(definition, new WorkflowId("made-by-the-server"));
    }

    /** The workflow of a definition without problems. */
    static Workflow accepted(JsonNode definition) {
        WorkflowReader.Reading reading = read(definition);
        if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
            return accepted.workflow();
        }
        throw new AssertionError(reading);
    }

    static Workflow accepted(String definition) {
        return accepted(parse(definition));
    }
}
