package dev.beworkflows.workflow;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files do not make a workflow. The message has a line for each problem, with the file, and line and column where there are any. */
public final class WorkflowFolderException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<FileProblem> problems;

    WorkflowFolderException(List<FileProblem> problems, @Nullable Throwable cause) {
        super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    WorkflowFolderException(List<FileProblem> problems) {
        this(problems, null);
    }

    WorkflowFolderException(FilePlace place, String message, @Nullable Throwable cause) {
        this(List.of(new FileProblem(place, message)), cause);
    }

    WorkflowFolderException(FilePlace place, String message) {
        this(place, message, null);
    }

    public List<FileProblem> problems() {
        return problems;
    }
}
