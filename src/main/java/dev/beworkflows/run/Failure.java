package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.util.Optional;

/**
 * Why something failed.
 *
 * @param task the task that failed; empty when the run failed as a whole
 * @param type the exception's Python type, or the same word as the kind
 * @param message the exception's message, or what happened in words
 * @param traceback starts in the author's code; empty when there is none
 */
public record Failure(FailureKind kind, Optional<TaskName> task, String type, String message, String traceback) {

    /** A failure that no Python exception caused. */
    public static Failure of(FailureKind kind, Optional<TaskName> task, String message) {
        return new Failure(kind, task, kind.json(), message, "");
    }
}
