package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A workflow as files that people edit: {@code workflow.yaml}, {@code tasks/<name>.py}, and {@code interceptor.py} if there is one. */
public final class WorkflowFolder {

    private static final String YAML = "workflow.yaml";
    private static final String TASKS = "tasks";
    private static final String INTERCEPTOR = "interceptor.py";
    private static final String PYTHON = ".py";

    private final Path folder;
    private final YamlFile yaml;
    private final Set<String> tasks = new TreeSet<>();

    private WorkflowFolder(Path folder) {
        this.folder = folder;
        this.yaml = YamlFile.parse(YAML, text(YAML));
    }

    /**
     * The definition, for {@link WorkflowReader} to judge. Blocks while it reads.
     *
     * @param folder on any file system, also inside a jar
     * @throws WorkflowFolderException when files are missing or left over, the YAML is none, or code stands in it
     */
    public static JsonNode read(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new WorkflowFolderException(folder + ": no such folder");
        }
        return new WorkflowFolder(folder).definition();
    }

    private JsonNode definition() {
        if (!(yaml.content() instanceof ObjectNode definition)) {
            throw yaml.wrong("", "this is not a definition: " + Values.kind(yaml.content()) + " and not an object");
        }
        addCode(definition);
        refuseWithoutTask(folder.resolve(TASKS), tasks, TASKS + "/");
        addInterceptor(definition);
        refuseWithoutTask(folder, Set.of(INTERCEPTOR), "");
        return definition;
    }

    private void addCode(ObjectNode definition) {
        JsonNode list = definition.path("tasks");
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ObjectNode task) {
                addCode(task, "/tasks/" + i);
            }
        }
    }

    private void addCode(ObjectNode task, String pointer) {
        String name = task.path("name").asText("");
        if (!TaskName.isValid(name)) {
            throw yaml.wrong(
                    task.has("name") ? pointer + "/name" : pointer,
                    Texts.quoted(name) + " cannot name a task; expected " + TaskName.EXPECTED);
        }
        String file = TASKS + "/" + name + PYTHON;
        if (task.has("code")) {
            throw yaml.wrong(pointer + "/code", "code does not belong here but in " + file);
        }
        if (!Files.isRegularFile(folder.resolve(TASKS).resolve(name + PYTHON))) {
            throw yaml.wrong(pointer, "the task has no code: " + file + " is missing");
        }
        tasks.add(name + PYTHON);
        task.put("code", text(file));
    }

    private void addInterceptor(ObjectNode definition) {
        if (definition.has("interceptor")) {
            throw yaml.wrong("/interceptor", "code does not belong here but in " + INTERCEPTOR);
        }
        if (Files.isRegularFile(folder.resolve(INTERCEPTOR))) {
            definition.put("interceptor", text(INTERCEPTOR));
        }
    }

    /** A file that nothing names is most likely a typing error in a name. */
    private static void refuseWithoutTask(Path folder, Set<String> known, String prefix) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (String name : names(folder)) {
            if (name.endsWith(PYTHON) && !known.contains(name)) {
                throw new WorkflowFolderException(prefix + name + ": no task in " + YAML + " is named like this file");
            }
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(String::valueOf).sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new WorkflowFolderException(folder + ": cannot be listed", e);
        }
    }

    private String text(String name) {
        Path file = folder;
        for (String part : name.split("/", -1)) {
            file = file.resolve(part);
        }
        if (!Files.isRegularFile(file)) {
            throw new WorkflowFolderException(name + ": no such file in " + folder);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new WorkflowFolderException(name + ": this is not UTF-8", e);
        } catch (IOException e) {
            throw new WorkflowFolderException(name + ": cannot be read", e);
        }
    }
}
