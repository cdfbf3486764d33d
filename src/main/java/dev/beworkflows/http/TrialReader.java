package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.RunId;
import dev.beworkflows.schedule.FixedRequest;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.WorkflowId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads from a JSON body which task is to be tried, and with what; all problems are told at once. For one body. */
final class TrialReader {

    static final String REQUEST = "/request";

    /** These values are kept by nobody. */
    private static final long UNCOUNTED = 0;

    private static final Set<String> MEMBERS =
            Set.of("definition", "workflow_id", "version", "task", "values", "run_id", "request");
    private static final int NAME = 200;

    private final JsonNode json;
    private final JsonBody body;

    TrialReader(JsonNode json) {
        this.json = json;
        this.body = new JsonBody(json, MEMBERS);
    }

    /**
     * What was read.
     *
     * @param definition empty: that of a saved version of {@code workflow}, of the newest when there is no {@code version}
     * @param values what the task can pull
     * @param run whose values it can pull as well
     */
    record Reading(
            Optional<ObjectNode> definition,
            Optional<WorkflowId> workflow,
            OptionalInt version,
            String task,
            Map<String, Value> values,
            Optional<RunId> run,
            FixedRequest request) {}

    /** @throws ProblemException when anything is wrong with it */
    Reading read() {
        Optional<ObjectNode> definition = object("definition");
        Optional<WorkflowId> workflow = workflow();
        OptionalInt version = body.integer("version", 1, Integer.MAX_VALUE);
        requireOne();
        String task = body.required("task", NAME);
        Map<String, Value> values = new LinkedHashMap<>();
        object("values")
                .ifPresent(all -> all.properties()
                        .forEach(entry -> values.put(entry.getKey(), new Value.Json(entry.getValue(), UNCOUNTED))));
        Optional<RunId> run = run();
        List<RequestProblem> problems = new ArrayList<>(body.problems());
        JsonNode request = json.path("request");
        if (body.has("request")) {
            problems.addAll(FixedRequest.problems(request, REQUEST));
        }
        if (!problems.isEmpty()) {
            throw Problem.ofRequest(ApiError.INVALID_REQUEST, problems).asException();
        }
        ObjectNode sent = request instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return new Reading(definition, workflow, version, task, values, run, new FixedRequest(sent));
    }

    private void requireOne() {
        if (!body.has("definition") && !body.has("workflow_id")) {
            body.wrong("definition", "is missing", "a definition, or the id of a workflow as workflow_id");
        } else if (body.has("definition") && body.has("workflow_id")) {
            body.wrong("workflow_id", "stands beside a definition", "either of them");
        }
        if (body.has("version") && !body.has("workflow_id")) {
            body.wrong("version", "says nothing without workflow_id", "workflow_id beside it");
        }
    }

    private Optional<ObjectNode> object(String name) {
        if (!body.has(name)) {
            return Optional.empty();
        }
        if (json.path(name) instanceof ObjectNode object) {
            return Optional.of(object);
        }
        body.wrong(name, "is no object", "an object");
        return Optional.empty();
    }

    private Optional<WorkflowId> workflow() {
        Optional<String> text = body.text("workflow_id");
        if (text.isPresent() && !WorkflowId.isValid(text.get())) {
            body.wrong("workflow_id", "is not the id of a workflow", WorkflowId.EXPECTED);
            return Optional.empty();
        }
        return text.map(WorkflowId::new);
    }

    private Optional<RunId> run() {
        return body.text("run_id").flatMap(text -> {
            try {
                return Optional.of(RunId.parse(text));
            } catch (IllegalArgumentException e) {
                body.wrong("run_id", "is not the id of a run", "the id of a background run that has not succeeded");
                return Optional.empty();
            }
        });
    }
}
