package dev.beworkflows.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.FilePlace;
import dev.beworkflows.workflow.FileProblem;
import dev.beworkflows.workflow.WorkflowFolderException;
import dev.beworkflows.workflow.WorkflowProblem;
import dev.beworkflows.workflow.WorkflowSource;
import java.nio.file.Path;
import java.util.List;

/**
 * Something in a workflow's files that its author should look at.
 *
 * @param place with the file's path from where the command was typed, so that terminals and editors can jump there
 */
public record Finding(FilePlace place, String message) {

    public static Finding in(Path folder, FileProblem problem) {
        FilePlace place = problem.place();
        String file = folder.resolve(place.file()).normalize().toString();
        return new Finding(new FilePlace(file, place.line(), place.column()), problem.message());
    }

    public static List<Finding> of(Path folder, WorkflowFolderException refused) {
        return refused.problems().stream().map(problem -> in(folder, problem)).toList();
    }

    public static List<Finding> of(Path folder, WorkflowSource source, List<WorkflowProblem> problems) {
        return problems.stream()
                .map(problem -> {
                    FileProblem located = source.locate(problem);
                    return new FileProblem(located.place(), located.message() + "; expected " + problem.expected());
                })
                .map(problem -> in(folder, problem))
                .toList();
    }

    /** Without line and column where they are not known. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", place.file());
        if (place.line() > 0) {
            json.put("line", place.line());
        }
        if (place.column() > 0) {
            json.put("column", place.column());
        }
        return json.put("message", message);
    }

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
