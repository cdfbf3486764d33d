package dev.beworkflows.run;

import static dev.beworkflows.run.Samples.FIRST;
import static dev.beworkflows.run.Samples.NOON;
import static dev.beworkflows.run.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunTest {
    private static final RunId ID = Samples.newId();
    private static final Happening START = new Happening.Started();
    private static final Happening FIRST_STARTS = new Happening.TaskStarted(FIRST, 1, 4711);
    private static final Happening FIRST_SUCCEEDS = new Happening.TaskSucceeded(FIRST, 1, Duration.ofMillis(2));
    private static final Happening SUCCESS = new Happening.Succeeded();
    private static final Happening CANCEL = new Happening.Cancelled("somebody asked");

    @Test
    void aRunWhoseTasksAllEndedWellSucceeds() {
        Run run = Run.of(Samples.events(Samples.success(ID)));

        assertEquals(RunStatus.SUCCEEDED, run.status());
        assertEquals(6, run.lastSeq());
        assertEquals(new Run.Times(NOON, at(1), at(5)), run.times());
        assertEquals(
                new TaskRecord(
                        FIRST,
                        TaskStatus.SUCCEEDED,
                        1,
                        at(2),
                        at(3),
                        Optional.of(Duration.ofNanos(213_000)),
                        Optional.empty(),
                        Optional.empty()),
                run.tasks().get(FIRST));
        assertEquals(TaskStatus.PASSED_OVER, run.tasks().get(SECOND).status());
    }

    @Test
    void tasksKeepTheirOrder() {
        List<TaskName> names =
                Stream.of("z", "m", "a", "q", "b", "y").map(TaskName::new).toList();
        Happening accepted = new Happening.Accepted(Samples.header(ID), names);
        Run run = Run.of(Samples.events(List.of(accepted, START, new Happening.TaskStarted(names.get(2), 1, 1))));

        assertEquals(names, List.copyOf(run.tasks().keySet()));
    }

    @Test
    void aTaskThatWillBeTriedAgainWaitsAndKeepsItsFailure() {
        Run run = after(START, FIRST_STARTS, failed(1, Optional.of(Duration.ofSeconds(1))));
        assertEquals(TaskStatus.WAITING, run.tasks().get(FIRST).status());

        TaskRecord again = after(
                        START,
                        FIRST_STARTS,
                        failed(1, Optional.of(Duration.ofSeconds(1))),
                        new Happening.TaskStarted(FIRST, 2, 4712),
                        new Happening.TaskSucceeded(FIRST, 2, Duration.ZERO))
                .tasks()
                .get(FIRST);
        assertEquals(TaskStatus.SUCCEEDED, again.status());
        assertEquals(2, again.attempts());
        assertEquals(Optional.of(Samples.raised()), again.failure());
    }

    @Test
    void aFailedRunEndsItsOtherTasks() {
        Happening secondStarts = new Happening.TaskStarted(SECOND, 1, 4712);
        Happening end = new Happening.Failed(Samples.raised());

        Run running = after(START, FIRST_STARTS, secondStarts, failed(1, Optional.empty()), end);
        assertEquals(RunStatus.FAILED, running.status());
        assertEquals(Optional.of(Samples.raised()), running.failure());
        assertEquals(TaskStatus.FAILED, running.tasks().get(FIRST).status());
        assertEquals(TaskStatus.CANCELLED, running.tasks().get(SECOND).status());

        Run waiting = after(START, FIRST_STARTS, failed(1, Optional.of(Duration.ofSeconds(9))), end);
        assertEquals(TaskStatus.FAILED, waiting.tasks().get(FIRST).status());
        assertEquals(TaskStatus.NOT_STARTED, waiting.tasks().get(SECOND).status());
    }

    @Test
    void aTaskThatFindsNoWorkerFailsWithoutHavingStarted() {
        TaskRecord task = after(START, failed(1, Optional.empty())).tasks().get(FIRST);

        assertEquals(TaskStatus.FAILED, task.status());
        assertEquals(0, task.attempts());
        assertTrue(task.startedAt().isEmpty());
    }

    @Test
    void aCancelledRunSaysWhy() {
        Run run = after(CANCEL);

        assertEquals(RunStatus.CANCELLED, run.status());
        assertEquals(Optional.of("somebody asked"), run.failure().map(Failure::message));
        assertTrue(run.times().startedAt().isEmpty());
    }

    @Test
    void anInterceptorSpeaksBeforeTheStart() {
        Run run = after(
                new Happening.Message(Happening.INTERCEPTOR, TextNode.valueOf("checked")),
                new Happening.Log(Happening.INTERCEPTOR, 1, "rows: 3\n"),
                START);
        assertEquals(RunStatus.RUNNING, run.status());
    }

    @Test
    void whatWasExecutingWhenTheServerWentAwayStartsAgainAndWhatIsRecordedIsKept() {
        Run run = after(
                START,
                FIRST_STARTS,
                FIRST_SUCCEEDS,
                new Happening.TaskStarted(SECOND, 1, 4712),
                new Happening.Interrupted("the server went away"));
        assertEquals(TaskStatus.SUCCEEDED, run.tasks().get(FIRST).status());
        assertEquals(TaskStatus.WAITING, run.tasks().get(SECOND).status());
        assertEquals(1, run.tasks().get(SECOND).attempts());
        assertEquals(RunStatus.RUNNING, run.status());
    }

    @Test
    void aRetriedRunIsAcceptedAgainWithWhatIsDone() {
        Happening failure = new Happening.TaskFailed(SECOND, 1, Samples.raised(), Optional.empty());
        Run failed = after(
                START,
                FIRST_STARTS,
                FIRST_SUCCEEDS,
                new Happening.TaskStarted(SECOND, 1, 4712),
                failure,
                new Happening.Failed(Samples.raised()));
        Run again = failed.apply(new RunEvent(failed.lastSeq() + 1, NOON.plusSeconds(60), new Happening.Retried()));

        assertEquals(RunStatus.ACCEPTED, again.status());
        assertEquals(Optional.empty(), again.failure());
        assertEquals(TaskStatus.SUCCEEDED, again.tasks().get(FIRST).status());
        assertEquals(TaskStatus.WAITING, again.tasks().get(SECOND).status());
        assertTrue(again.times().finishedAt().isEmpty());
    }

    @Test
    void aSkippedTaskSaysWhyAndTheRunMaySucceed() {
        Run run = after(START, FIRST_STARTS, FIRST_SUCCEEDS, new Happening.TaskSkipped(SECOND, "no rows"));
        assertEquals(TaskStatus.SKIPPED, run.tasks().get(SECOND).status());
        assertEquals("no rows", RunJson.show(run).at("/tasks/1/skipped_because").asText());
        Run ended = run.apply(new RunEvent(run.lastSeq() + 1, NOON.plusSeconds(60), new Happening.Succeeded()));
        assertEquals(RunStatus.SUCCEEDED, ended.status());
        assertEquals(TaskStatus.SKIPPED, ended.tasks().get(SECOND).status());
    }

    @Test
    void aTaskThatRanIsNotSkipped() {
        assertThrows(
                IllegalStateException.class,
                () -> after(START, FIRST_STARTS, new Happening.TaskSkipped(FIRST, "too late")));
    }

    @Test
    void aDeadRunHasItsFailure() {
        Run run = after(START, FIRST_STARTS, new Happening.Dead(Samples.raised()));
        assertEquals(RunStatus.DEAD, run.status());
        assertEquals(Optional.of(Samples.raised()), run.failure());
    }

    @Test
    void outputMayComeAfterTheEndOfItsAttempt() {
        Run run = after(START, FIRST_STARTS, FIRST_SUCCEEDS, new Happening.Log(FIRST, 1, "late\n"));
        assertEquals(5, run.lastSeq());
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void impossibleSequencesAreRefused(List<Happening> happenings) {
        List<Happening> possible = happenings.subList(0, happenings.size() - 1);
        if (!possible.isEmpty()) {
            assertEquals(possible.size(), Run.of(Samples.events(possible)).lastSeq());
        }
        List<RunEvent> events = Samples.events(happenings);
        assertThrows(IllegalStateException.class, () -> Run.of(events));
    }

    static Stream<List<Happening>> impossible() {
        Happening firstAgain = new Happening.TaskStarted(FIRST, 2, 4711);
        return Stream.of(
                List.of(START),
                list(Samples.accepted(ID)),
                list(START, START),
                list(FIRST_STARTS),
                list(new Happening.Log(FIRST, 1, "x")),
                list(SUCCESS),
                list(START, SUCCESS),
                list(START, new Happening.TaskStarted(new TaskName("unknown"), 1, 1)),
                list(START, new Happening.TaskStarted(FIRST, 0, 1)),
                list(START, FIRST_STARTS, FIRST_STARTS),
                list(START, FIRST_STARTS, firstAgain),
                list(START, FIRST_STARTS, new Happening.TaskPassedOver(FIRST)),
                list(START, FIRST_SUCCEEDS),
                list(START, FIRST_STARTS, new Happening.TaskSucceeded(FIRST, 2, Duration.ZERO)),
                list(START, FIRST_STARTS, FIRST_SUCCEEDS, FIRST_SUCCEEDS),
                list(START, FIRST_STARTS, FIRST_SUCCEEDS, new Happening.TaskCancelled(FIRST, 1)),
                list(START, FIRST_STARTS, failed(2, Optional.empty())),
                list(START, FIRST_STARTS, new Happening.Log(FIRST, 2, "x")),
                list(START, new Happening.Message(FIRST, TextNode.valueOf("x"))),
                list(START, CANCEL, FIRST_STARTS),
                list(CANCEL, CANCEL));
    }

    @Test
    void aGapInTheNumbersIsRefused() {
        List<RunEvent> events = Samples.events(Samples.success(ID));
        assertThrows(IllegalStateException.class, () -> Run.of(events.subList(1, 6)));
        RunEvent late = new RunEvent(3, NOON, START);
        assertThrows(IllegalStateException.class, () -> Run.of(List.of(events.get(0), late)));
        assertThrows(IllegalStateException.class, () -> Run.of(List.of(events.get(0), events.get(0))));
        assertThrows(IllegalStateException.class, () -> Run.of(List.of()));
    }

    private static Happening failed(int attempt, Optional<Duration> retryIn) {
        return new Happening.TaskFailed(FIRST, attempt, Samples.raised(), retryIn);
    }

    private static Run after(Happening... happenings) {
        return Run.of(Samples.events(list(happenings)));
    }

    private static List<Happening> list(Happening... happenings) {
        List<Happening> all = new ArrayList<>(List.of(happenings));
        all.add(0, Samples.accepted(ID));
        return all;
    }

    private static Optional<java.time.Instant> at(int seconds) {
        return Optional.of(NOON.plusSeconds(seconds));
    }
}
