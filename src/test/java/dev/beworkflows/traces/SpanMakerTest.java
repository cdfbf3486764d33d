package dev.beworkflows.traces;

import static dev.beworkflows.run.Samples.FIRST;
import static dev.beworkflows.run.Samples.NOON;
import static dev.beworkflows.run.Samples.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Join;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Since when a task waited, in each case; the events are one second apart. */
class SpanMakerTest {

    private static final AttributeKey<Double> WAITED = AttributeKey.doubleKey("bew.task.wait_seconds");
    private final RunId id = Samples.newId();
    private final Graph graph = new Graph(List.of(task(FIRST), task(SECOND)), List.of(new Edge(FIRST, SECOND)));

    @Test
    void aTaskWaitsFromTheEndOfThoseBeforeIt() {
        List<SpanData> spans = spans(
                Optional.of(graph),
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 41),
                new Happening.TaskSucceeded(FIRST, 1, Duration.ofMillis(5)),
                new Happening.TaskStarted(SECOND, 1, 42),
                new Happening.TaskSucceeded(SECOND, 1, Duration.ofMillis(5)),
                new Happening.Succeeded());
        assertEquals(
                List.of("first", "second", "hello"),
                spans.stream().map(SpanData::getName).toList());
        assertSpan(spans.get(0), 1, 3, 1.0);
        assertSpan(spans.get(1), 3, 5, 1.0);
        assertEquals(nanos(NOON), spans.get(2).getStartEpochNanos());
        assertEquals(nanos(NOON.plusSeconds(6)), spans.get(2).getEndEpochNanos());
    }

    @Test
    void anotherAttemptWaitsFromWhenItIsToBeTried() {
        List<SpanData> spans = spans(
                Optional.of(graph),
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 41),
                new Happening.TaskFailed(FIRST, 1, Samples.raised(), Optional.of(Duration.ofMillis(250))),
                new Happening.TaskStarted(FIRST, 2, 42),
                new Happening.TaskFailed(FIRST, 2, Samples.raised(), Optional.empty()),
                new Happening.Failed(Samples.raised()));
        assertEquals(0.75, spans.get(1).getAttributes().get(WAITED));
        assertEquals(nanos(NOON.plusMillis(3_250)), spans.get(1).getStartEpochNanos());
    }

    @Test
    void oneThatNoWorkerTookHasASpanOfWaiting() {
        Failure none = Failure.of(FailureKind.NO_WORKER, Optional.of(FIRST), "no worker became free within 1 s");
        List<SpanData> spans = spans(
                Optional.of(graph),
                new Happening.Started(),
                new Happening.TaskFailed(FIRST, 1, none, Optional.empty()),
                new Happening.Failed(none));
        assertEquals(nanos(NOON.plusSeconds(1)), spans.get(0).getStartEpochNanos());
        assertEquals(nanos(NOON.plusSeconds(2)), spans.get(0).getEndEpochNanos());
        assertNull(spans.get(0).getAttributes().get(WAITED));
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        Happening[] all = {
            new Happening.Started(),
            new Happening.TaskStarted(FIRST, 1, 41),
            new Happening.Interrupted("gone"),
            new Happening.TaskStarted(FIRST, 2, 42),
            new Happening.TaskSucceeded(FIRST, 2, Duration.ofMillis(5)),
            new Happening.TaskPassedOver(SECOND),
            new Happening.Succeeded()
        };
        for (Optional<Graph> known : List.of(Optional.of(graph), Optional.<Graph>empty())) {
            List<SpanData> spans = spans(known, all);
            assertNull(spans.get(0).getAttributes().get(WAITED));
            assertNull(spans.get(1).getAttributes().get(WAITED));
            assertEquals(nanos(NOON.plusSeconds(2)), spans.get(0).getStartEpochNanos());
            assertEquals(nanos(NOON.plusSeconds(4)), spans.get(1).getStartEpochNanos());
        }
    }

    private static void assertSpan(SpanData span, int start, int end, double waited) {
        assertEquals(nanos(NOON.plusSeconds(start)), span.getStartEpochNanos());
        assertEquals(nanos(NOON.plusSeconds(end)), span.getEndEpochNanos());
        assertEquals(waited, span.getAttributes().get(WAITED));
    }

    private List<SpanData> spans(Optional<Graph> known, Happening... happenings) {
        List<Happening> all = new ArrayList<>(List.of(Samples.accepted(id)));
        all.addAll(List.of(happenings));
        var events = Samples.events(all);
        SpanMaker maker = new SpanMaker(version -> Future.succeededFuture(known), new Sample(1), "1.2.3");
        return maker.spans(List.of(EndedRun.of(new RunHistory(Run.of(events), events))));
    }

    private static Task task(TaskName name) {
        return new Task(name, new About("", ""), "", true, TaskLimits.DEFAULT, Join.ALL);
    }

    private static long nanos(Instant at) {
        return at.getEpochSecond() * 1_000_000_000 + at.getNano();
    }
}
