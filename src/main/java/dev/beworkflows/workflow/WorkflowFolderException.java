package dev.beworkflows.workflow;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A folder does not hold a workflow. The message names the file, and the line where there is one. */
public final class WorkflowFolderException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    WorkflowFolderException(String message) {
        super(message);
    }

    WorkflowFolderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
