package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The files of a workflow, put together.
 *
 * @param definition for {@link WorkflowReader} to judge; the caller's to change
 * @param yaml the text of {@code workflow.yaml}
 */
public record WorkflowSource(ObjectNode definition, String yaml, Places places) {

    static final String TASKS = "/tasks/";
    static final String CODE = "/code";
    static final String INTERCEPTOR = "/interceptor";

    /** Finds the place in a file to a place in the definition. */
    public interface Places {
        FilePlace place(String pointer);
    }

    /** A problem of the definition, shown in the file where its author wrote it. */
    public FileProblem locate(WorkflowProblem problem) {
        boolean inYaml = codeFile(problem.pointer()).isEmpty();
        return new FileProblem(place(problem), inYaml ? problem.placedMessage() : problem.message());
    }

    public FilePlace place(WorkflowProblem problem) {
        return codeFile(problem.pointer())
                .map(file -> new FilePlace(file, problem.line(), problem.column()))
                .orElseGet(() -> places.place(problem.pointer()));
    }

    private Optional<String> codeFile(String pointer) {
        if (pointer.equals(INTERCEPTOR)) {
            return Optional.of(WorkflowFolder.INTERCEPTOR);
        }
        boolean code = pointer.startsWith(TASKS) && pointer.endsWith(CODE);
        String name = code
                ? definition
                        .at(pointer.substring(0, pointer.length() - CODE.length()))
                        .path("name")
                        .asText()
                : "";
        return TaskName.isValid(name) ? Optional.of(WorkflowFolder.file(name)) : Optional.empty();
    }
}
