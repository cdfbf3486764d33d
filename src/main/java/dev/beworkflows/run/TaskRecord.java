package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened to one task of a run.
 *
 * @param attempts the number of the last attempt that was started; 0: none
 * @param startedAt of the last attempt
 * @param finishedAt of the last attempt
 * @param userTime of the last attempt: the time in the author's code
 * @param failure of the last attempt that failed
 * @param skippedBecause when the task was skipped
 */
public record TaskRecord(
        TaskName name,
        TaskStatus status,
        int attempts,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<Duration> userTime,
        Optional<Failure> failure,
        Optional<String> skippedBecause) {

    static TaskRecord waiting(TaskName name) {
        return new TaskRecord(
                name,
                TaskStatus.WAITING,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A later attempt may skip numbers: those of attempts that found no worker. */
    TaskRecord started(int attempt, Instant at) {
        require(status == TaskStatus.WAITING && attempt > attempts, "start attempt " + attempt);
        return new TaskRecord(
                name,
                TaskStatus.RUNNING,
                attempt,
                Optional.of(at),
                Optional.empty(),
                Optional.empty(),
                failure,
                skippedBecause);
    }

    TaskRecord succeeded(int attempt, Duration time, Instant at) {
        require(status == TaskStatus.RUNNING && attempt == attempts, "succeed in attempt " + attempt);
        return new TaskRecord(
                name,
                TaskStatus.SUCCEEDED,
                attempts,
                startedAt,
                Optional.of(at),
                Optional.of(time),
                failure,
                skippedBecause);
    }

    /** An attempt fails without having started when no worker took it. */
    TaskRecord failed(int attempt, Failure why, boolean again, Instant at) {
        require(isUnderWay(attempt), "fail in attempt " + attempt);
        TaskStatus next = again ? TaskStatus.WAITING : TaskStatus.FAILED;
        return new TaskRecord(
                name, next, attempts, startedAt, Optional.of(at), userTime, Optional.of(why), skippedBecause);
    }

    TaskRecord cancelled(int attempt, Instant at) {
        require(isUnderWay(attempt), "be cancelled in attempt " + attempt);
        return new TaskRecord(
                name, TaskStatus.CANCELLED, attempts, startedAt, Optional.of(at), userTime, failure, skippedBecause);
    }

    TaskRecord passedOver() {
        require(status == TaskStatus.WAITING && attempts == 0, "be passed over");
        return withStatus(TaskStatus.PASSED_OVER);
    }

    TaskRecord skipped(String reason) {
        require(status == TaskStatus.WAITING && attempts == 0, "be skipped");
        return new TaskRecord(
                name, TaskStatus.SKIPPED, 0, startedAt, finishedAt, userTime, failure, Optional.of(reason));
    }

    /** The attempt that was executing is gone without a trace; the next one has the next number. */
    TaskRecord interrupted() {
        return status == TaskStatus.RUNNING ? withStatus(TaskStatus.WAITING) : this;
    }

    /** What is done stays done. */
    TaskRecord retried() {
        return isDone() ? this : withStatus(TaskStatus.WAITING);
    }

    /** It need not be under way any more: the output of an attempt may be read after its end. */
    void requireStarted(int attempt) {
        require(attempt >= 1 && attempt <= attempts, "say something in attempt " + attempt);
    }

    TaskRecord atEndOfRun(Instant at) {
        return switch (status) {
            case RUNNING -> cancelled(attempts, at);
            case WAITING ->
                withStatus(
                        failure.isPresent()
                                ? TaskStatus.FAILED
                                : attempts > 0 ? TaskStatus.CANCELLED : TaskStatus.NOT_STARTED);
            default -> this;
        };
    }

    /** Whether a run with this task in it may succeed. */
    public boolean isDone() {
        return status == TaskStatus.SUCCEEDED || status == TaskStatus.PASSED_OVER || status == TaskStatus.SKIPPED;
    }

    private boolean isUnderWay(int attempt) {
        return status == TaskStatus.RUNNING ? attempt == attempts : status == TaskStatus.WAITING && attempt > attempts;
    }

    private TaskRecord withStatus(TaskStatus next) {
        return new TaskRecord(name, next, attempts, startedAt, finishedAt, userTime, failure, skippedBecause);
    }

    private void require(boolean possible, String what) {
        if (!possible) {
            throw new IllegalStateException(
                    "task " + name + ", " + status.json() + " after attempt " + attempts + ", cannot " + what);
        }
    }
}
