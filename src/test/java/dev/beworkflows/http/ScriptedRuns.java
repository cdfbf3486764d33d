package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunStatistics;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.RunTiming;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.scheduler.Interception;
import dev.beworkflows.scheduler.LiveRun;
import dev.beworkflows.scheduler.LiveTrial;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.Refusal;
import dev.beworkflows.scheduler.RunControl;
import dev.beworkflows.scheduler.RunResult;
import dev.beworkflows.scheduler.RunStarter;
import dev.beworkflows.scheduler.Trial;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs without tasks: a workflow named like a {@link FailureKind} fails so, {@code hang} ends only when it is cancelled, {@code full} has no room, and any other answers what it was asked,
 * with the content of its files.
 */
final class ScriptedRuns implements RunStarter, RunControl, RunReader, RunStatistics {

    final BlockingQueue<RunId> started = new LinkedBlockingQueue<>();
    final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();
    final List<RunCaller> callers = new ArrayList<>();
    final Map<RunId, RunHeader> headers = new ConcurrentHashMap<>();
    final List<RunFilter> filters = new ArrayList<>();
    final List<Question> questions = new ArrayList<>();

    @Override
    public Optional<Refusal> full(WorkflowId workflow, Mode mode) {
        return workflow.value().equals("full")
                ? Optional.of(new Refusal(Refusal.Reason.WORKERS, "all are busy", Duration.ofMillis(4_200)))
                : Optional.empty();
    }

    @Override
    public Future<Answer> ask(Question question) {
        questions.add(question);
        return Future.succeededFuture(new Answer(Figures.NONE, Map.of()));
    }

    @Override
    public Future<Map<WorkflowId, List<RunSummary>>> latest(List<WorkflowId> workflows, int runsOfEach) {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Map<TaskName, Map<String, Value>>> pushed(RunId id) {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public LiveTrial tryTask(Trial trial) {
        throw new IllegalStateException("no task is executed here");
    }

    @Override
    public LiveRun start(Order order) {
        RunId id = order.id();
        RunRequest request = order.request();
        callers.add(order.caller());
        Promise<RunResult> promise = Promise.promise();
        String name = order.workflow().workflow().id().value();
        if (!name.equals("hang")) {
            promise.complete(result(name, request));
        }
        started.add(id);
        return new LiveRun() {
            @Override
            public Optional<RunTiming> timing() {
                return Optional.empty();
            }

            @Override
            public RunId id() {
                return id;
            }

            @Override
            public Future<RunResult> result() {
                return promise.future();
            }

            @Override
            public Future<Boolean> detach() {
                return Future.succeededFuture(false);
            }

            @Override
            public void cancel(String reason) {
                if (promise.tryComplete(new RunResult.Cancelled(reason))) {
                    cancelled.add(reason);
                }
            }
        };
    }

    @Override
    public Future<Optional<ObjectNode>> find(RunId id) {
        return Future.succeededFuture(
                started.contains(id)
                        ? Optional.of(JsonNodeFactory.instance.objectNode().put("run_id", id.toString()))
                        : Optional.empty());
    }

    @Override
    public Future<Optional<RunHeader>> header(RunId id) {
        return Future.succeededFuture(Optional.ofNullable(headers.get(id)));
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        filters.add(filter);
        var times = new RunSummary.Times(Instant.EPOCH, Optional.empty(), Optional.empty());
        VersionRef ref = new VersionRef(new WorkflowId("echo"), 1);
        return Future.succeededFuture(started.stream()
                .limit(filter.limit())
                .map(id -> new RunSummary(
                        id,
                        ref,
                        Mode.FOREGROUND,
                        RunStatus.RUNNING,
                        Optional.empty(),
                        Optional.of(failure(FailureKind.RAISED)),
                        times))
                .toList());
    }

    @Override
    public Future<LiveRun> startOpenEnded(Order order, Placement placement) {
        return Future.succeededFuture(start(order));
    }

    @Override
    public Future<Interception> intercept(Order order) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<KeyUse> accept(Order order, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        started.add(order.id());
        return Future.succeededFuture(new KeyUse.Fresh());
    }

    @Override
    public Future<Control> cancel(RunId run, String reason) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Control> retry(RunId run) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Optional<Progress>> progress(RunId id) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<Optional<EventPage>> events(RunId id, long after, int limit) {
        return Future.failedFuture("later");
    }

    @Override
    public Runnable watch(RunId id, Runnable wake) {
        return () -> {};
    }

    @Override
    public Future<UserEvents.Page> userEvents(Optional<String> user, UserCursor after, int limit) {
        return Future.failedFuture("later");
    }

    @Override
    public Future<UserCursor> userCursor() {
        return Future.failedFuture("later");
    }

    @Override
    public Runnable watchUser(Optional<String> user, Runnable wake) {
        return () -> {};
    }

    private static RunResult result(String name, RunRequest request) {
        for (FailureKind kind : FailureKind.values()) {
            if (name.equals(kind.json())) {
                return new RunResult.Failed(failure(kind));
            }
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("query", request.urlParams().tree());
        json.set("body", request.body().tree());
        json.set("form", request.form().tree());
        ObjectNode files = json.putObject("files");
        request.files().forEach((field, uploads) -> {
            var array = files.putArray(field);
            uploads.forEach(file -> array.addObject()
                    .put("filename", file.filename())
                    .put("content_type", file.contentType())
                    .put("size", file.size())
                    .put("content", content(file)));
        });
        return new RunResult.Succeeded(Buffer.buffer(json.toString()));
    }

    private static Failure failure(FailureKind kind) {
        return new Failure(kind, Optional.of(new TaskName("train")), "ValueError", "no rows", "Traceback: secret");
    }

    private static String content(UploadedFile file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file.path()));
            return bytes.length <= 1_000 ? new String(bytes, StandardCharsets.UTF_8) : "long";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
