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
 * @param line the last line of the author's code that it went through, from 1 on; empty when it is not known
 * @param death what is known of the process that ended with it; empty when none did
 */
public record Failure(
        FailureKind kind,
        Optional<TaskName> task,
        String type,
        String message,
        String traceback,
        Optional<Integer> line,
        Optional<DeathCertificate> death) {

    public Failure(FailureKind kind, Optional<TaskName> task, String type, String message, String traceback) {
        this(kind, task, type, message, traceback, Optional.empty(), Optional.empty());
    }

    /** A failure that no Python exception caused. */
    public static Failure of(FailureKind kind, Optional<TaskName> task, String message) {
        return new Failure(kind, task, kind.json(), message, "");
    }

    public Failure with(String otherMessage) {
        return new Failure(kind, task, type, otherMessage, traceback, line, death);
    }

    public Failure at(Optional<Integer> lineOfCode) {
        return new Failure(kind, task, type, message, traceback, lineOfCode, death);
    }

    public Failure withDeath(DeathCertificate certificate) {
        return new Failure(kind, task, type, message, traceback, line, Optional.of(certificate));
    }
}
