package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.WorkflowProblem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A failure on its way to the caller (RFC 9457).
 *
 * @param detail what happened this time, for people
 * @param members further members of the JSON object
 * @param headers further headers of the answer
 */
record Problem(ApiError error, String detail, Map<String, JsonNode> members, Map<String, String> headers) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long LONGEST_RETRY = 60;

    static Problem of(ApiError error, String detail) {
        return new Problem(error, detail, Map.of(), Map.of());
    }

    /** A request that does not fit, with all its problems. */
    static Problem ofRequest(ApiError error, List<RequestProblem> problems) {
        var errors = NODES.arrayNode(problems.size());
        problems.forEach(problem -> errors.add(json(problem)));
        return of(error, counted(problems.size())).with("errors", errors);
    }

    /** A definition that contradicts itself, with all its problems. */
    static Problem ofDefinition(List<WorkflowProblem> problems) {
        return ofDefinitionErrors(problems.stream().map(Problem::json).toList());
    }

    /** A version that was saved and cannot be published. */
    static Problem ofRequirements(List<WorkflowProblem> problems) {
        return of(ApiError.REQUIREMENTS_REFUSED, counted(problems.size()))
                .with(
                        "errors",
                        NODES.arrayNode()
                                .addAll(problems.stream().map(Problem::json).toList()));
    }

    /** @param errors as they are shown */
    static Problem ofDefinitionErrors(List<ObjectNode> errors) {
        return of(ApiError.INVALID_DEFINITION, counted(errors.size()))
                .with("errors", NODES.arrayNode().addAll(errors));
    }

    static ObjectNode json(WorkflowProblem problem) {
        ObjectNode json = NODES.objectNode()
                .put("pointer", problem.pointer())
                .put("message", problem.message())
                .put("expected", problem.expected());
        putPlace(json, problem.line(), problem.column());
        return json;
    }

    /** What of a place is not known, which is 0, is not there. */
    static void putPlace(ObjectNode json, int line, int column) {
        if (line > 0) {
            json.put("line", line);
        }
        if (column > 0) {
            json.put("column", column);
        }
    }

    Problem with(String member, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(members);
        more.put(member, value);
        return new Problem(error, detail, more, headers);
    }

    Problem with(String member, String value) {
        return with(member, NODES.textNode(value));
    }

    Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(error, detail, members, more);
    }

    /** @param time when another try is worth it; said in whole seconds, at least 1 and at most 60 */
    Problem retryAfter(Duration time) {
        long seconds = time.plusMillis(999).toSeconds();
        return withHeader("retry-after", Long.toString(Math.min(LONGEST_RETRY, Math.max(1, seconds))));
    }

    ProblemException asException() {
        return new ProblemException(this);
    }

    private static ObjectNode json(RequestProblem problem) {
        return NODES.objectNode()
                .put("in", problem.in())
                .put("name", problem.name())
                .put("pointer", problem.pointer())
                .put("message", problem.message())
                .put("expected", problem.expected());
    }

    private static String counted(int problems) {
        return problems == 1 ? "1 problem" : problems + " problems";
    }
}
