package dev.beworkflows.metrics;

import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.TaskAttempt;

/** How an attempt of a task ended, as a label. */
final class TaskEnd {

    private TaskEnd() {}

    static String of(TaskAttempt attempt) {
        if (attempt.end() instanceof Happening.TaskSucceeded) {
            return "succeeded";
        }
        if (attempt.end() instanceof Happening.TaskFailed failed) {
            return failed.failure().kind().json();
        }
        return attempt.end() instanceof Happening.Interrupted ? "interrupted" : FailureKind.CANCELLED.json();
    }
}
