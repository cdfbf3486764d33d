package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** Puts the files together, and finds all that is wrong with them. */
final class FolderAssembly {

    private final SortedMap<String, String> files;
    private final YamlFile yaml;
    private final Set<String> used = new HashSet<>(Set.of(WorkflowFolder.YAML));
    private final List<FileProblem> problems = new ArrayList<>();

    FolderAssembly(SortedMap<String, String> files, String yaml) {
        this.files = files;
        this.yaml = YamlFile.parse(WorkflowFolder.YAML, yaml);
    }

    WorkflowSource assemble(String text) {
        if (!(yaml.content() instanceof ObjectNode definition)) {
            throw new WorkflowFolderException(List.of(
                    yaml.wrong("", "this is not a definition: " + Values.kind(yaml.content()) + " and not an object")));
        }
        addTasks(definition);
        addInterceptor(definition);
        files.keySet().stream().filter(file -> !used.contains(file)).forEach(this::leftOver);
        if (!problems.isEmpty()) {
            throw new WorkflowFolderException(problems);
        }
        return new WorkflowSource(definition, text, yaml::place);
    }

    private void addTasks(ObjectNode definition) {
        for (int i = 0; i < definition.path("tasks").size(); i++) {
            if (definition.path("tasks").get(i) instanceof ObjectNode task) {
                addCode(task, WorkflowSource.TASKS + i);
            }
        }
    }

    private void addCode(ObjectNode task, String pointer) {
        String name = task.path("name").asText("");
        if (!TaskName.isValid(name)) {
            String at = task.has("name") ? pointer + "/name" : pointer;
            problems.add(yaml.wrong(at, Texts.quoted(name) + " cannot name a task; expected " + TaskName.EXPECTED));
            return;
        }
        String file = WorkflowFolder.file(name);
        String code = files.get(file);
        used.add(file);
        if (task.has("code")) {
            problems.add(yaml.wrong(pointer + WorkflowSource.CODE, "code does not belong here but in " + file));
        } else if (code == null) {
            problems.add(yaml.wrong(pointer, "the task has no code: " + file + " is missing"));
        } else {
            task.put("code", code);
        }
    }

    private void addInterceptor(ObjectNode definition) {
        String code = files.get(WorkflowFolder.INTERCEPTOR);
        used.add(WorkflowFolder.INTERCEPTOR);
        if (definition.has("interceptor")) {
            problems.add(yaml.wrong(
                    WorkflowSource.INTERCEPTOR, "code does not belong here but in " + WorkflowFolder.INTERCEPTOR));
        } else if (code != null) {
            definition.put("interceptor", code);
        }
    }

    /** Most likely a typing error in a name. */
    private void leftOver(String file) {
        problems.add(new FileProblem(
                FilePlace.whole(file), "no task in " + WorkflowFolder.YAML + " is named like this file"));
    }
}
