package dev.beworkflows.scheduler;

import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.workflow.TaskName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The attempts of one run's tasks: their numbers, how many of each task failed by the author's code, and how many took their worker with them. What a user retries is counted anew.
 * Belongs to the scheduler's loop.
 */
final class Attempts {
    private final Map<TaskName, Integer> numbers = new HashMap<>();
    private final Map<TaskName, Integer> failures = new HashMap<>();
    private int losses;

    /** Counts what is stored of a run. */
    void restore(Run run, List<RunEvent> events) {
        run.tasks().values().forEach(task -> numbers.put(task.name(), task.attempts()));
        for (RunEvent event : events) {
            if (event.happening() instanceof Happening.Retried) {
                failures.clear();
                losses = 0;
            } else if (event.happening() instanceof Happening.TaskFailed failed) {
                restore(failed);
            }
        }
    }

    private void restore(Happening.TaskFailed failed) {
        var unusedNumber = numbers.merge(failed.task(), failed.attempt(), Math::max);
        FailureKind kind = failed.failure().kind();
        if (kind == FailureKind.WORKER_LOST) {
            losses++;
        } else if (isOfTheAuthor(kind)) {
            int unused = failed(failed.task());
        }
    }

    private static boolean isOfTheAuthor(FailureKind kind) {
        return kind == FailureKind.RAISED || kind == FailureKind.TASK_TIMEOUT || kind == FailureKind.MEMORY_LIMIT;
    }

    /** The number of the next attempt, from 1. */
    int next(TaskName task) {
        return numbers.merge(task, 1, Integer::sum);
    }

    /** The number that {@link #next} will tell. */
    int upcoming(TaskName task) {
        return numbers.getOrDefault(task, 0) + 1;
    }

    /** One more failure of a task; returns how many that makes. */
    int failed(TaskName task) {
        return failures.merge(task, 1, Integer::sum);
    }

    /** One more worker lost; returns how many that makes. */
    int lost() {
        losses++;
        return losses;
    }
}
