package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Example;
import dev.beworkflows.catalog.FolderEntry;
import dev.beworkflows.catalog.ImportProblem;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.workflow.WorkflowFolder;
import dev.beworkflows.workflow.WorkflowId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workflows as one JSON document: {@code {"format": "be-workflows/1", "workflows": [{"id", "files": {path: text}}]}}. Reads one, or is full of problems. */
final class FolderDocument {

    static final String FORMAT = "be-workflows/1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final List<ImportProblem> problems = new ArrayList<>();

    static ObjectNode write(List<StoredVersion> versions) {
        ObjectNode document = NODES.objectNode().put("format", FORMAT);
        ArrayNode workflows = document.putArray("workflows");
        for (StoredVersion version : versions) {
            put(workflows, version.ref().workflow(), WorkflowFolder.files(version.workflow(), version.yaml()));
        }
        return document;
    }

    static ObjectNode write(Example example) {
        ObjectNode document = NODES.objectNode().put("format", FORMAT);
        put(document.putArray("workflows"), example.id(), example.files());
        return document;
    }

    private static void put(ArrayNode workflows, WorkflowId id, Map<String, String> texts) {
        ObjectNode files = workflows.addObject().put("id", id.value()).putObject("files");
        texts.forEach(files::put);
    }

    static ObjectNode json(ImportProblem problem) {
        ObjectNode json = NODES.objectNode()
                .put("pointer", problem.pointer())
                .put("message", problem.message())
                .put("expected", problem.expected());
        problem.place().ifPresent(place -> {
            json.put("file", place.file());
            Problem.putPlace(json, place.line(), place.column());
        });
        return json;
    }

    static ProblemException refused(List<ImportProblem> problems) {
        List<ObjectNode> errors = problems.stream().map(FolderDocument::json).toList();
        return Problem.ofDefinitionErrors(errors).asException();
    }

    /** @throws ProblemException with all that is wrong with it as a document; what is in the files is not looked at */
    List<FolderEntry> read(JsonNode document) {
        List<FolderEntry> entries = new ArrayList<>();
        if (isObjectOf(document, "", List.of("format", "workflows"))) {
            if (!document.path("format").equals(NODES.textNode(FORMAT))) {
                problems.add(new ImportProblem("/format", "this format is not known", "'" + FORMAT + "'"));
            }
            JsonNode workflows = document.path("workflows");
            if (!workflows.isArray()) {
                problems.add(new ImportProblem("/workflows", "this is no list", "a list of workflows"));
            }
            for (int i = 0; i < workflows.size(); i++) {
                entry(workflows.path(i), "/workflows/" + i).ifPresent(entries::add);
            }
        }
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        return entries;
    }

    private Optional<FolderEntry> entry(JsonNode json, String pointer) {
        if (!isObjectOf(json, pointer, List.of("id", "files"))) {
            return Optional.empty();
        }
        Optional<WorkflowId> id = id(json.path("id"), pointer + "/id");
        Map<String, String> files = new HashMap<>();
        if (!json.path("files").isObject()) {
            problems.add(new ImportProblem(pointer + "/files", "this is no object", "text by path"));
        }
        json.path("files").properties().forEach(file -> {
            if (file.getValue().isTextual()) {
                files.put(file.getKey(), file.getValue().textValue());
            } else {
                problems.add(new ImportProblem(
                        pointer + "/files/" + escaped(file.getKey()), "this is no text", "the text of a file"));
            }
        });
        return Optional.of(new FolderEntry(pointer, id, files));
    }

    private Optional<WorkflowId> id(JsonNode json, String pointer) {
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        if (!json.isTextual() || !WorkflowId.isValid(json.textValue())) {
            problems.add(new ImportProblem(pointer, "this cannot be an id", WorkflowId.EXPECTED));
            return Optional.empty();
        }
        return Optional.of(new WorkflowId(json.textValue()));
    }

    private boolean isObjectOf(JsonNode json, String pointer, List<String> names) {
        if (!json.isObject()) {
            problems.add(new ImportProblem(pointer, "this is no object", "an object"));
            return false;
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                problems.add(new ImportProblem(
                        pointer + "/" + escaped(name),
                        "there is no such member",
                        "one of " + String.join(", ", names)));
            }
        });
        return true;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
