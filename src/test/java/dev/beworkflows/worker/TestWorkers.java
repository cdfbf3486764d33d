package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.PlainItems;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** A pool of real Python processes for a test. */
final class TestWorkers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final Vertx vertx = Vertx.vertx();
    final WorkerHost host;
    final WorkerPool pool;
    final Path folder;

    TestWorkers(int count, WorkerSettings.Limits limits) throws Exception {
        this(PoolSettings.fixed(count), limits, () -> 0);
    }

    /** @param load how busy the processors seem to be */
    TestWorkers(PoolSettings settings, DoubleSupplier load) throws Exception {
        this(settings, WorkerSettings.Limits.DEFAULT, load);
    }

    TestWorkers(PoolSettings settings, WorkerSettings.Limits limits, DoubleSupplier load) throws Exception {
        folder = Files.createTempDirectory("bew-test");
        host = WorkerHost.start(settings(settings.size().least(), limits, folder));
        pool = WorkerPool.start(
                EventLoop.create(vertx),
                host,
                settings,
                WorkerKind.BASE,
                new WorkerBudget(settings.size().most(), (kind, occupied) -> {}),
                load);
        await(pool.ready());
    }

    TestWorkers(int count) throws Exception {
        this(count, WorkerSettings.Limits.DEFAULT);
    }

    static WorkerSettings settings(int count, WorkerSettings.Limits limits, Path folder) throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        return new WorkerSettings(
                count,
                new WorkerSettings.Interpreter(
                        "python3", Path.of("python-shim/src").toAbsolutePath()),
                new WorkerSettings.Folders(work, incoming),
                limits);
    }

    /** An attempt under way, with what it did and in which process. */
    record Attempt(TaskExecution execution, RecordingCallbacks callbacks, AtomicLong worker) {

        TaskOutcome outcome() throws Exception {
            return await(execution.outcome());
        }
    }

    Attempt start(String name, String body, Duration timeout) {
        return start(call(name, body, timeout, PATIENCE));
    }

    Attempt start(TaskCall call) {
        RecordingCallbacks callbacks = new RecordingCallbacks();
        AtomicLong worker = new AtomicLong();
        return new Attempt(pool.execute(call, callbacks, worker::set), callbacks, worker);
    }

    /** Runs a function with this body to its end. */
    Attempt run(String body) throws Exception {
        Attempt attempt = start("task", body, Duration.ofSeconds(30));
        var unused = attempt.outcome();
        return attempt;
    }

    TaskCall call(String name, String body, Duration timeout, Duration patience) {
        return call("test", name, body, timeout, patience);
    }

    TaskCall call(String workflow, String name, String body, Duration timeout, Duration patience) {
        String source = "def " + name + "(ti):\n    " + body.strip().replace("\n", "\n    ") + "\n";
        return source(workflow, name, source, new TaskCall.Limits(timeout, patience));
    }

    /** A call of a task that may take so much memory. */
    TaskCall greedy(String workflow, String body, long memory) {
        String source = "def task(ti):\n    " + body.strip().replace("\n", "\n    ") + "\n";
        return source(
                workflow,
                "task",
                source,
                new TaskCall.Limits(PATIENCE, PATIENCE, false, OptionalLong.of(memory), OptionalLong.empty()));
    }

    TaskCall source(String workflow, String name, String source) {
        return source(workflow, name, source, new TaskCall.Limits(PATIENCE, PATIENCE));
    }

    private TaskCall source(String id, String name, String source, TaskCall.Limits limits) {
        Task task = new Task(new TaskName(name), new About("", ""), source, true, TaskLimits.DEFAULT);
        WorkflowId workflow = new WorkflowId(id);
        JsonNodeFactory json = JsonNodeFactory.instance;
        RunHeader run = new RunHeader(
                RunId.of(System.currentTimeMillis(), UUID.randomUUID()),
                new VersionRef(workflow, 1),
                Mode.FOREGROUND,
                new RunCaller(Optional.empty(), "GET", Map.of()),
                RunRequest.of(json.objectNode(), json.objectNode(), json.objectNode(), Map.of()));
        return new TaskCall(
                TaskCall.Kind.TASK,
                run,
                task.name(),
                1,
                CodeUnit.of(workflow, task),
                Map.of(),
                limits,
                SecretValues.NONE,
                List.of(),
                new PlainItems("hello/3", JsonNodeFactory.instance.objectNode()),
                new ValueRoom(
                        new ValueRoom.Folders(folder.resolve("values"), Optional.empty(), 0, false), Long.MAX_VALUE),
                WorkerKind.BASE);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(pool.close());
        host.close();
        await(vertx.close());
    }
}
