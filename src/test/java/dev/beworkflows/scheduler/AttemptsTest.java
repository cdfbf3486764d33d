package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.Samples;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Join;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final int MOST_LOSSES = 3;
    private static final TaskOutcome RAISED = new TaskOutcome.Raised(failure(FailureKind.RAISED));
    private static final TaskOutcome LOST = new TaskOutcome.WorkerLost(failure(FailureKind.WORKER_LOST));

    private final Attempts attempts = new Attempts(MOST_LOSSES);

    @Test
    void theAuthorSaysHowOftenATaskThatRaisedIsTriedAgain() {
        Task task = task(Samples.FIRST, 2);
        assertEquals(List.of(true, true, false), again(task, RAISED, false, 3));
        assertEquals(List.of(true, true, false), again(task(Samples.SECOND, 2), RAISED, true, 3));
    }

    @Test
    void pausesAreNeverLongerThanTheAuthorSays() {
        Task task = task(Samples.FIRST, 25);
        for (int failed = 1; failed <= 25; failed++) {
            Duration pause = attempts.pauseAfter(task, RAISED, false).orElseThrow();
            Duration longest = Duration.ofMillis(Math.min(40, 10L << (failed - 1)));
            assertTrue(!pause.isNegative() && pause.compareTo(longest) <= 0, failed + ": " + pause);
        }
    }

    @Test
    void aLostWorkerIsForDurableRunsAndCountsForAllTasksTogether() {
        assertEquals(List.of(false), again(task(Samples.FIRST, 5), LOST, false, 1));
        assertEquals(List.of(true), again(task(Samples.FIRST, 0), LOST, true, 1));
        assertEquals(List.of(true, false), again(task(Samples.SECOND, 0), LOST, true, 2));
    }

    @Test
    void whatIsNobodysFaultIsNotTriedAgain() {
        assertEquals(List.of(false), again(task(Samples.FIRST, 5), new TaskOutcome.Cancelled(), true, 1));
    }

    @Test
    void whatIsStoredCountsUntilAUserRetriesTheRun() {
        List<Happening> happened = new ArrayList<>(List.of(Samples.accepted(Samples.newId()), new Happening.Started()));
        happened.add(new Happening.TaskStarted(Samples.FIRST, 1, 1));
        happened.add(new Happening.TaskFailed(
                Samples.FIRST, 1, failure(FailureKind.RAISED), Optional.of(Duration.ofMillis(1))));
        restore(happened);
        assertEquals(2, attempts.upcoming(Samples.FIRST));
        assertEquals(2, attempts.next(Samples.FIRST));
        assertEquals(List.of(false), again(task(Samples.FIRST, 1), RAISED, true, 1));

        happened.add(new Happening.Failed(failure(FailureKind.RAISED)));
        happened.add(new Happening.Retried());
        restore(happened);
        assertEquals(2, attempts.upcoming(Samples.FIRST));
        assertEquals(List.of(true, false), again(task(Samples.FIRST, 1), RAISED, true, 2));
    }

    private void restore(List<Happening> happened) {
        var events = Samples.events(happened);
        attempts.restore(Run.of(events), events);
    }

    /** Whether another attempt follows each of so many that ended so. */
    private List<Boolean> again(Task task, TaskOutcome outcome, boolean durable, int times) {
        List<Boolean> again = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            again.add(attempts.pauseAfter(task, outcome, durable).isPresent());
        }
        return again;
    }

    private static Task task(TaskName name, int retries) {
        TaskLimits limits = new TaskLimits(Optional.empty(), retries, Duration.ofMillis(10), Duration.ofMillis(40));
        return new Task(name, new About("", ""), "", true, limits, Join.ALL);
    }

    private static Failure failure(FailureKind kind) {
        return Failure.of(kind, Optional.of(Samples.FIRST), "no");
    }
}
