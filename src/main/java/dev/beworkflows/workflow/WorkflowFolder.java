package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A workflow as files that people edit: {@code workflow.yaml}, {@code tasks/<name>.py}, and {@code interceptor.py} if there is one. What else stands in the folder, like
 * {@code tests/}, belongs to its authors.
 */
public final class WorkflowFolder {

    public static final String YAML = "workflow.yaml";
    static final String INTERCEPTOR = "interceptor.py";
    private static final String TASKS = "tasks";
    private static final String PYTHON = ".py";

    private WorkflowFolder() {}

    /** The path of a task's code. */
    static String file(String task) {
        return TASKS + "/" + task + PYTHON;
    }

    /**
     * The definition in a folder. Blocks while it reads.
     *
     * @param folder on any file system, also inside a jar
     * @throws WorkflowFolderException when files are missing or left over, the YAML is none, or code stands in it
     */
    public static JsonNode read(Path folder) {
        return source(folder).definition();
    }

    /** The same with the places of what stands in it. */
    public static WorkflowSource source(Path folder) {
        return source(files(folder));
    }

    /**
     * Puts files together.
     *
     * @param files text by path, {@code workflow.yaml}, {@code interceptor.py} and {@code tasks/<name>.py} only
     * @throws WorkflowFolderException when files are missing or left over, the YAML is none, or code stands in it
     */
    public static WorkflowSource source(Map<String, String> files) {
        List<FileProblem> strange = files.keySet().stream()
                .filter(name -> !isPart(name))
                .sorted()
                .map(name -> new FileProblem(
                        FilePlace.whole(Texts.storable(name)),
                        "this file does not belong to a workflow; expected " + YAML + ", " + INTERCEPTOR
                                + " or tasks/<name>.py"))
                .toList();
        if (!strange.isEmpty()) {
            throw new WorkflowFolderException(strange);
        }
        String yaml = files.get(YAML);
        if (yaml == null) {
            throw new WorkflowFolderException(FilePlace.whole(YAML), "no such file");
        }
        return new FolderAssembly(new TreeMap<>(files), yaml).assemble(yaml);
    }

    /** The files of a workflow in their canonical form: {@link #source(Map)} reads an equal workflow from them, and equal workflows have equal files. */
    public static SortedMap<String, String> files(Workflow workflow) {
        return files(workflow, Optional.empty());
    }

    /** @param yaml {@code workflow.yaml} as its author wrote it; empty: the canonical form */
    public static SortedMap<String, String> files(Workflow workflow, Optional<String> yaml) {
        SortedMap<String, String> files = new TreeMap<>();
        files.put(YAML, yaml.orElseGet(() -> DefinitionYaml.write(workflow)));
        workflow.program()
                .graph()
                .tasks()
                .forEach(task -> files.put(file(task.name().value()), task.code()));
        workflow.program().interceptor().ifPresent(code -> files.put(INTERCEPTOR, code));
        return files;
    }

    /**
     * The files of a folder that belong to its workflow, byte for byte. Blocks while it reads.
     *
     * @throws WorkflowFolderException when one cannot be read, or is named as only a typing error would name it
     */
    public static SortedMap<String, String> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new WorkflowFolderException(FilePlace.whole(folder.toString()), "no such folder");
        }
        SortedMap<String, String> files = new TreeMap<>();
        for (String name : names(folder)) {
            if (Set.of(YAML, INTERCEPTOR).contains(name)) {
                files.put(name, text(folder, name));
            } else if (name.endsWith(PYTHON)
                    && Texts.nearest(name, Set.of(INTERCEPTOR)).isPresent()) {
                throw new WorkflowFolderException(
                        FilePlace.whole(name),
                        "this file does not belong to a workflow; did you mean " + INTERCEPTOR + "?");
            }
        }
        if (Files.isDirectory(folder.resolve(TASKS))) {
            names(folder.resolve(TASKS)).stream()
                    .filter(name -> name.endsWith(PYTHON))
                    .map(name -> TASKS + "/" + name)
                    .forEach(name -> files.put(name, text(folder, name)));
        }
        if (!files.containsKey(YAML)) {
            throw new WorkflowFolderException(FilePlace.whole(YAML), "no such file in " + folder);
        }
        return files;
    }

    private static boolean isPart(String name) {
        boolean code = name.startsWith(TASKS + "/") && name.endsWith(PYTHON);
        return name.equals(YAML)
                || name.equals(INTERCEPTOR)
                || (code && TaskName.isValid(name.substring(TASKS.length() + 1, name.length() - PYTHON.length())));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::getFileName).map(String::valueOf).sorted().collect(Collectors.toList());
        } catch (IOException e) {
            throw new WorkflowFolderException(FilePlace.whole(folder.toString()), "cannot be listed", e);
        }
    }

    private static String text(Path folder, String name) {
        Path file = folder;
        for (String part : name.split("/", -1)) {
            file = file.resolve(part);
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new WorkflowFolderException(FilePlace.whole(name), "this is not UTF-8", e);
        } catch (IOException e) {
            throw new WorkflowFolderException(FilePlace.whole(name), "cannot be read", e);
        }
    }
}
