package dev.beworkflows.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A workflow as a folder: {@code workflow.yaml}, {@code tasks/<name>.py} and, if there is one, {@code interceptor.py}. */
public final class WorkflowFolder {

    private static final YAMLMapper YAML = new YAMLMapper();

    private WorkflowFolder() {}

    /** The folder's form is wrong; the message names the file. */
    public static final class WorkflowFolderException extends RuntimeException {
        WorkflowFolderException(String message) {
            super(message);
        }
    }

    /**
     * Reads a folder, also one within a jar, into a definition for {@link WorkflowReader}.
     *
     * @throws WorkflowFolderException when a file is missing, unreadable or belongs to no task
     */
    public static JsonNode read(Path folder) {
        Path yaml = folder.resolve("workflow.yaml");
        JsonNode definition = yaml(yaml);
        Set<String> files = new HashSet<>();
        for (JsonNode task : definition.path("tasks")) {
            if (!(task instanceof ObjectNode object) || !task.path("name").isTextual()) {
                throw new WorkflowFolderException(yaml + ": a task without a name");
            }
            if (task.has("code")) {
                throw new WorkflowFolderException(
                        yaml + ": task '" + task.path("name").asText() + "' has code; it belongs into tasks/");
            }
            String file = task.path("name").textValue() + ".py";
            files.add(file);
            object.put("code", text(folder.resolve("tasks").resolve(file)));
        }
        expectOnly(folder.resolve("tasks"), files);
        if (Files.exists(folder.resolve("interceptor.py")) && definition instanceof ObjectNode object) {
            object.put("interceptor", text(folder.resolve("interceptor.py")));
        }
        return definition;
    }

    private static void expectOnly(Path folder, Set<String> files) {
        try (Stream<Path> paths = Files.list(folder)) {
            List<String> others = paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".py") && !files.contains(name))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                throw new WorkflowFolderException(folder.resolve(others.get(0)) + ": workflow.yaml has no such task");
            }
        } catch (IOException e) {
            throw new WorkflowFolderException(folder + ": cannot be read: " + e);
        }
    }

    private static JsonNode yaml(Path file) {
        try {
            JsonNode definition = YAML.readTree(text(file));
            if (!definition.isObject()) {
                throw new WorkflowFolderException(file + ": expected an object");
            }
            return definition;
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new WorkflowFolderException(file + ": line " + line + ": " + e.getOriginalMessage());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new WorkflowFolderException(file + ": cannot be read: " + e);
        }
    }
}
