package dev.beworkflows.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** Definitions for tests, in JSON with single quotes. */
public final class Definitions {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

    private Definitions() {}

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static WorkflowReader.Reading read(String text) {
        return new WorkflowReader(DefinitionLimits.DEFAULT).read(json(text), new WorkflowId("unnamed"));
    }

    /** @throws AssertionError with all problems when the definition is refused */
    public static Workflow workflow(String text) {
        WorkflowReader.Reading reading = read(text);
        if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
            return accepted.workflow();
        }
        throw new AssertionError(reading.toString());
    }

    static List<WorkflowProblem> problems(String text) {
        WorkflowReader.Reading reading = read(text);
        return reading instanceof WorkflowReader.Reading.Refused refused ? refused.problems() : List.of();
    }
}
