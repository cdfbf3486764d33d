package dev.beworkflows.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Runs and events for tests. */
public final class Samples {

    public static final TaskName FIRST = new TaskName("first");
    public static final TaskName SECOND = new TaskName("second");
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");

    private static final AtomicLong CLOCK = new AtomicLong(NOON.toEpochMilli());

    private Samples() {}

    /** Newer than those before. */
    public static RunId newId() {
        return RunId.of(CLOCK.incrementAndGet(), UUID.randomUUID());
    }

    public static RunId idAt(Instant instant) {
        return RunId.of(instant.toEpochMilli(), UUID.randomUUID());
    }

    public static RunHeader header(RunId id) {
        return header(id, "hello");
    }

    public static RunHeader header(RunId id, String workflow) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", "Ada");
        UploadedFile file = new UploadedFile("iris.csv", "text/csv", 2734, "/data/uploads/5f0c");
        return new RunHeader(
                id,
                new VersionRef(new WorkflowId(workflow), 3),
                Mode.FOREGROUND,
                new RunCaller(Optional.of("ada"), "POST", Map.of("accept", "*/*")),
                RunRequest.of(object(), body, object(), Map.of("csv", List.of(file))));
    }

    public static Happening.Accepted accepted(RunId id) {
        return new Happening.Accepted(header(id), List.of(FIRST, SECOND));
    }

    public static Failure raised() {
        return new Failure(FailureKind.RAISED, Optional.of(FIRST), "ValueError", "no such cut", "Traceback ...\n")
                .at(Optional.of(2));
    }

    private static Failure lost() {
        return Failure.of(FailureKind.WORKER_LOST, Optional.of(FIRST), "was killed by SIGSEGV")
                .withDeath(new DeathCertificate(
                        "worker-1.2",
                        4711,
                        "was killed by SIGSEGV",
                        139,
                        new DeathCertificate.Memory(5L << 32, 6L << 32),
                        Duration.ofMillis(61_001),
                        7,
                        "last \"words\"\nof it",
                        2));
    }

    public static final RunTiming TIMING = new RunTiming(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(3),
            Duration.ofMillis(4),
            Duration.ofNanos(5_000));

    /** A run of two tasks in which all went well. */
    public static List<Happening> success(RunId id) {
        return List.of(
                accepted(id),
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 4711),
                new Happening.TaskSucceeded(FIRST, 1, Duration.ofNanos(213_000)),
                new Happening.TaskPassedOver(SECOND),
                new Happening.Succeeded(Optional.of(TIMING)));
    }

    /** One of each kind; not the events of a run. */
    public static List<Happening> everything() {
        return List.of(
                accepted(newId()),
                new Happening.Started(),
                new Happening.TaskStarted(FIRST, 1, 4711),
                new Happening.Message(FIRST, TextNode.valueOf("half\0way")),
                new Happening.MessagesDropped(FIRST, 12),
                new Happening.Log(FIRST, 2, "line\n\u2028\ud800"),
                new Happening.TaskSucceeded(FIRST, 1, Duration.ofSeconds(10, 1)),
                new Happening.TaskFailed(FIRST, 1, raised(), Optional.of(Duration.ofMillis(1500))),
                new Happening.TaskFailed(FIRST, 2, lost(), Optional.empty()),
                new Happening.TaskFailed(FIRST, 1, raised(), Optional.empty()),
                new Happening.TaskCancelled(FIRST, 3),
                new Happening.TaskPassedOver(FIRST),
                new Happening.TaskSkipped(FIRST, "not taken\0"),
                new Happening.Succeeded(),
                new Happening.Succeeded(Optional.of(TIMING)),
                new Happening.Failed(
                        Failure.of(FailureKind.RUN_TIMEOUT, Optional.empty(), "too long"), Optional.of(TIMING)),
                new Happening.Cancelled("somebody asked"),
                new Happening.Interrupted("the server went away"),
                new Happening.Dead(Failure.of(FailureKind.SERVER_LOST, Optional.empty(), "lost 20 times")),
                new Happening.Retried());
    }

    /** The events, one second apart. */
    public static List<RunEvent> events(List<Happening> happenings) {
        List<RunEvent> events = new ArrayList<>();
        for (Happening happening : happenings) {
            events.add(new RunEvent(events.size() + 1L, NOON.plusSeconds(events.size()), happening));
        }
        return events;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
