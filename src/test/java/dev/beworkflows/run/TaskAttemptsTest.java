package dev.beworkflows.run;

import static dev.beworkflows.run.Samples.FIRST;
import static dev.beworkflows.run.Samples.NOON;
import static dev.beworkflows.run.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskAttemptsTest {

    private final RunId id = Samples.newId();
    private final Happening succeeded = new Happening.TaskSucceeded(FIRST, 2, Duration.ofMillis(1));
    private final Happening failed =
            new Happening.TaskFailed(FIRST, 1, Samples.raised(), Optional.of(Duration.ofSeconds(1)));

    @Test
    void eachAttemptHasItsStartItsEndAndItsWorker() {
        TaskAttempts attempts = of(
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 41),
                new Happening.TaskStarted(SECOND, 1, 42),
                failed,
                new Happening.TaskStarted(FIRST, 2, 43),
                new Happening.TaskCancelled(SECOND, 1),
                succeeded,
                new Happening.Succeeded());
        assertEquals(
                List.of(
                        attempt(FIRST, 1, start(2, 41), 4, failed),
                        attempt(SECOND, 1, start(3, 42), 6, new Happening.TaskCancelled(SECOND, 1)),
                        attempt(FIRST, 2, start(5, 43), 7, succeeded)),
                attempts.all());
        assertEquals(NOON, attempts.begin());
        assertEquals(Optional.of(at(1)), attempts.start());
    }

    @Test
    void oneThatNoWorkerTookHasNoStart() {
        Happening refused = new Happening.TaskFailed(
                FIRST, 1, Failure.of(FailureKind.NO_WORKER, Optional.of(FIRST), "none"), Optional.empty());
        TaskAttempts attempts = of(new Happening.Started(), refused, new Happening.Failed(Samples.raised()));
        assertEquals(List.of(attempt(FIRST, 1, Optional.empty(), 2, refused)), attempts.all());
    }

    @Test
    void whatIsStillExecutingEndsWithItsServerOrItsRun() {
        Happening interrupted = new Happening.Interrupted("gone");
        Happening end = new Happening.Cancelled("enough");
        TaskAttempts attempts = of(
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 41),
                interrupted,
                new Happening.TaskStarted(FIRST, 2, 42),
                end);
        assertEquals(
                List.of(attempt(FIRST, 1, start(2, 41), 3, interrupted), attempt(FIRST, 2, start(4, 42), 5, end)),
                attempts.all());
        assertEquals(Optional.of(at(1)), attempts.start());
    }

    @Test
    void ofARetriedRunOnlyTheLastLifeCounts() {
        TaskAttempts attempts = of(
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 41),
                failed,
                new Happening.Failed(Samples.raised()),
                new Happening.Retried(),
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 2, 42),
                succeeded,
                new Happening.Succeeded());
        assertEquals(List.of(attempt(FIRST, 2, start(7, 42), 8, succeeded)), attempts.all());
        assertEquals(at(5), attempts.begin());
        assertEquals(Optional.of(at(6)), attempts.start());
    }

    @Test
    void aRunMayEndBeforeItStarts() {
        TaskAttempts attempts = of(new Happening.Cancelled("enough"));
        assertEquals(List.of(), attempts.all());
        assertEquals(Optional.empty(), attempts.start());
    }

    private TaskAttempts of(Happening... happenings) {
        List<Happening> all = new java.util.ArrayList<>(List.of(Samples.accepted(id)));
        all.addAll(List.of(happenings));
        return new TaskAttempts(Samples.events(all));
    }

    private static TaskAttempt attempt(
            TaskName task, int number, Optional<TaskAttempt.Start> start, int end, Happening how) {
        return new TaskAttempt(task, number, start, at(end), how);
    }

    private static Optional<TaskAttempt.Start> start(int second, long worker) {
        return Optional.of(new TaskAttempt.Start(at(second), worker));
    }

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }
}
