package dev.beworkflows.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.JsonText;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.workflow.WorkflowProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The cases that both sides judge: this one, and {@code beworkflows_worker.testing}. */
final class SchemaCases {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Path FILE = Path.of("python-shim/tests/schema_cases.json");
    private static final UploadedFile UPLOADED = new UploadedFile("a.csv", "text/csv", 3, "/nowhere");

    private SchemaCases() {}

    static JsonNode all() throws IOException {
        return new ObjectMapper().readTree(FILE.toFile());
    }

    /** A text for a query argument: {@code value} or {@code refused}. */
    static ObjectNode text(JsonNode given) {
        return request(
                workflow("url_args", given.get("field")),
                new RawRequest(
                        List.of(new NamedText("x", given.get("text").asText())),
                        Optional.empty(),
                        List.of(),
                        Map.of()));
    }

    /** A member of a body. */
    static ObjectNode body(JsonNode given) {
        ObjectNode body = JSON.objectNode().set("x", given.get("value"));
        return request(
                workflow("body", given.get("field")),
                new RawRequest(List.of(), Optional.of(body), List.of(), Map.of()));
    }

    /** Rows of a response: {@code problems}. */
    static ObjectNode rows(JsonNode given) {
        ObjectNode workflow = JSON.objectNode();
        workflow.putArray("response").addObject().put("key", "r").set("fields", given.get("fields"));
        ObjectNode verdict = JSON.objectNode();
        ArrayNode problems = verdict.putArray("problems");
        for (WorkflowProblem problem : schemas(workflow).checkRows("r", given.get("rows"))) {
            problems.add(problem.pointer() + " " + problem.message() + "; expected " + problem.expected());
        }
        return verdict;
    }

    /** A whole request. */
    static ObjectNode request(JsonNode given) {
        Map<String, List<UploadedFile>> files = new LinkedHashMap<>();
        given.get("files")
                .properties()
                .forEach(file -> files.put(
                        file.getKey(), Collections.nCopies(file.getValue().asInt(), UPLOADED)));
        return request(
                given.get("workflow"),
                new RawRequest(
                        texts(given.get("query")),
                        Optional.ofNullable(given.get("body")),
                        texts(given.get("form")),
                        files));
    }

    private static ObjectNode request(JsonNode workflow, RawRequest request) {
        RequestCheck check = schemas(workflow).check(request);
        ObjectNode verdict = JSON.objectNode();
        if (check instanceof RequestCheck.Accepted accepted) {
            verdict.set("accepted", parts(accepted.request()));
        } else if (check instanceof RequestCheck.Refused refused) {
            ArrayNode problems = verdict.putArray("refused");
            refused.problems()
                    .forEach(problem -> problems.add(problem.in() + problem.pointer() + " " + problem.message()
                            + "; expected " + problem.expected()));
        }
        return verdict;
    }

    private static ObjectNode parts(RunRequest request) {
        ObjectNode parts = JSON.objectNode();
        parts.set("url_params", json(request.urlParams()));
        parts.set("req_body", json(request.body()));
        parts.set("req_form", json(request.form()));
        ObjectNode files = parts.putObject("files");
        new TreeMap<>(request.files()).forEach((field, uploaded) -> files.put(field, uploaded.size()));
        return parts;
    }

    /** As the worker reads it, which tells -0.0 from 0.0. */
    private static JsonNode json(JsonText written) {
        try {
            return new ObjectMapper().readTree(written.text());
        } catch (JsonProcessingException e) {
            throw new AssertionError(written.text(), e);
        }
    }

    private static List<NamedText> texts(JsonNode pairs) {
        List<NamedText> texts = new ArrayList<>();
        pairs.forEach(pair ->
                texts.add(new NamedText(pair.get(0).asText(), pair.get(1).asText())));
        return texts;
    }

    private static ObjectNode workflow(String part, JsonNode rules) {
        ObjectNode workflow = JSON.objectNode();
        ObjectNode field = workflow.putArray(part).addObject().put("name", "x");
        field.setAll((ObjectNode) rules);
        return workflow;
    }

    private static WorkflowSchemas schemas(JsonNode workflow) {
        return WorkflowSchemas.compile(TestDefinitions.workflow((ObjectNode) workflow));
    }
}
