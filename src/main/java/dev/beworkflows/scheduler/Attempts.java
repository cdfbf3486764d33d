package dev.beworkflows.scheduler;

import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The attempts of one run's tasks: their numbers, and whether another one follows. Counts how many of each task failed by the author's code, and how many took their worker with them; what
 * a user retries is counted anew. Belongs to the scheduler's loop.
 */
final class Attempts {
    private final Map<TaskName, Integer> numbers = new HashMap<>();
    private final Map<TaskName, Integer> failures = new HashMap<>();
    private final int mostLosses;
    private int losses;

    /** @param mostLosses how many workers a durable run may take with it before it is given up */
    Attempts(int mostLosses) {
        this.mostLosses = mostLosses;
    }

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

    /**
     * How long to wait before the next attempt of a task that failed; empty when that was the last. The author's retries are for what raised or took too long; lost workers of a durable run
     * are counted apart.
     */
    Optional<Duration> pauseAfter(Task task, TaskOutcome outcome, boolean durable) {
        if (outcome.mayBeRetried()) {
            int failures = failed(task.name());
            return pause(failures, failures <= task.limits().retries(), task.limits());
        }
        if (durable && outcome instanceof TaskOutcome.WorkerLost) {
            losses++;
            return pause(losses, losses < mostLosses, TaskLimits.DEFAULT);
        }
        return Optional.empty();
    }

    private static Optional<Duration> pause(int failedAttempt, boolean again, TaskLimits limits) {
        return again
                ? Optional.of(RetryDelay.after(failedAttempt, limits, ThreadLocalRandom.current()))
                : Optional.empty();
    }

    private int failed(TaskName task) {
        return failures.merge(task, 1, Integer::sum);
    }
}
