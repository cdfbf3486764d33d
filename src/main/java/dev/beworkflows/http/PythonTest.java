package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run as a Python test, in the form of {@code beworkflows_worker.testing}.
 *
 * @param run as the server shows it
 * @param answer empty when it was not kept, or there was none
 */
record PythonTest(JsonNode run, Optional<JsonNode> answer) {

    private static final int SHORT = 8;
    private static final String INDENT = "    ";
    private static final String INTERCEPTOR = "intercept";

    String fileName() {
        return "test_run_" + shortId() + ".py";
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("\"\"\"Run " + run.path("run_id").asText() + " of version "
                + run.path("version").asText() + ", " + run.path("accepted_at").asText() + ": "
                + run.path("status").asText() + ".\"\"\"");
        lines.add("");
        lines.add("import unittest");
        lines.add("from pathlib import Path");
        lines.add("");
        lines.add("from beworkflows_worker.testing import " + (hasSucceeded() ? "workflow" : "fails, workflow"));
        lines.add("");
        lines.add("HERE = Path(__file__).parent");
        lines.add("");
        lines.add("flow = workflow(HERE.parent)");
        lines.add("");
        lines.add("");
        lines.add("class Run_" + shortId() + "(unittest.TestCase):");
        lines.addAll(method());
        return String.join("\n", lines) + "\n";
    }

    private String shortId() {
        String id = run.path("run_id").asText();
        return id.substring(Math.max(0, id.length() - SHORT));
    }

    private List<String> method() {
        List<String> lines = new ArrayList<>();
        uploads().values().stream().flatMap(List::stream).distinct().forEach(file -> lines.add(skippedWithout(file)));
        boolean succeeded = hasSucceeded();
        lines.add(INDENT + "def test_" + (succeeded ? "answersAsItDid" : "failsAsItDid") + "(self):");
        lines.addAll(succeeded ? succeeds() : fails());
        return lines;
    }

    private static String skippedWithout(String file) {
        return INDENT + "@unittest.skipUnless((HERE / " + literal(file) + ").exists(), "
                + literal("put the uploaded file " + file + " beside this test") + ")";
    }

    private boolean hasSucceeded() {
        return run.path("status").asText().equals("succeeded");
    }

    private List<String> succeeds() {
        List<String> lines = new ArrayList<>(called(INDENT + INDENT, "result = flow.rerun("));
        JsonNode messages = JsonNodeFactory.instance.arrayNode().addAll(messages());
        answer.ifPresent(json -> lines.add(INDENT + INDENT + "result.expect(" + literal(json) + ")"));
        lines.add(INDENT + INDENT + "self.assertEqual(" + literal(messages) + ", result.messages)");
        return lines;
    }

    private List<String> fails() {
        JsonNode error = run.path("error");
        List<String> lines = new ArrayList<>();
        lines.add(INDENT + INDENT + "with fails(" + literal(error.path("type")) + ", " + literal(error.path("message"))
                + "):");
        lines.addAll(called(INDENT + INDENT + INDENT, "flow.rerun("));
        return lines;
    }

    private List<String> called(String indent, String begin) {
        JsonNode request = run.path("request");
        Map<String, String> arguments = new LinkedHashMap<>();
        sent(request.path("url_params")).ifPresent(json -> arguments.put("url_params", literal(json)));
        sent(request.path("req_body")).ifPresent(json -> arguments.put("req_body", literal(json)));
        ObjectNode form = request.path("req_form").isObject()
                ? request.path("req_form").deepCopy()
                : JsonNodeFactory.instance.objectNode();
        uploads().keySet().forEach(form::remove);
        sent(form).ifPresent(json -> arguments.put("req_form", literal(json)));
        if (!uploads().isEmpty()) {
            arguments.put("files", files());
        }
        if (!run.path("user").isNull()) {
            arguments.put("user", literal(run.path("user")));
        }
        arguments.put("method", literal(run.path("method")));
        List<String> lines = new ArrayList<>();
        lines.add(indent + begin);
        arguments.forEach((name, value) -> lines.add(indent + INDENT + name + "=" + value + ","));
        lines.add(indent + ")");
        return lines;
    }

    /** Without what was not sent: null. */
    private static Optional<JsonNode> sent(JsonNode part) {
        ObjectNode sent = JsonNodeFactory.instance.objectNode();
        part.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                sent.set(member.getKey(), member.getValue());
            }
        });
        return sent.isEmpty() ? Optional.empty() : Optional.of(sent);
    }

    /** The names of the files, by field. Some clients send whole paths: the last part of one names no place outside of the folder. */
    private Map<String, List<String>> uploads() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        run.path("request").path("files").properties().forEach(field -> {
            List<String> files = new ArrayList<>();
            field.getValue()
                    .forEach(file -> files.add(lastPart(file.path("filename").asText(""), field.getKey())));
            names.put(field.getKey(), files);
        });
        return names;
    }

    private static String lastPart(String filename, String otherwise) {
        String last = filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
        return last.isEmpty() || last.equals("..") ? otherwise : last;
    }

    private String files() {
        List<String> entries = new ArrayList<>();
        uploads().forEach((field, files) -> {
            String places =
                    files.stream().map(file -> "HERE / " + literal(file)).collect(Collectors.joining(", "));
            entries.add(literal(field) + ": " + (files.size() == 1 ? places : "[" + places + "]"));
        });
        return "{" + String.join(", ", entries) + "}";
    }

    private List<JsonNode> messages() {
        List<JsonNode> messages = new ArrayList<>();
        run.path("messages").forEach(entry -> {
            if (!entry.path("task").asText().equals(INTERCEPTOR)) {
                messages.add(entry.path("message"));
            }
        });
        return messages;
    }

    private static String literal(String text) {
        return literal(JsonNodeFactory.instance.textNode(text));
    }

    /** Python takes the text of JSON's strings and numbers as it is, but not its words. */
    private static String literal(JsonNode json) {
        if (json.isObject()) {
            List<String> members = new ArrayList<>();
            json.properties().forEach(one -> members.add(literal(one.getKey()) + ": " + literal(one.getValue())));
            return "{" + String.join(", ", members) + "}";
        }
        if (json.isArray()) {
            List<String> elements = new ArrayList<>();
            json.forEach(one -> elements.add(literal(one)));
            return "[" + String.join(", ", elements) + "]";
        }
        if (json.isBoolean()) {
            return json.booleanValue() ? "True" : "False";
        }
        return json.isNull() || json.isMissingNode() ? "None" : json.toString();
    }
}
