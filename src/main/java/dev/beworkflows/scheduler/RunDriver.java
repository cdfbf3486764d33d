package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Drives one run from its first task to its end. Its state belongs to the scheduler's loop.
 *
 * <p>The first failure decides: the caller is answered at once, nothing new is started, what runs is cancelled; the run's last event is written when all of that is gone.
 */
final class RunDriver implements LiveRun {

    private final RunHeader header;
    private final CallableWorkflow workflow;
    private final Engine engine;
    private final Consumer<RunDriver> onClosed;
    private final Planner planner;
    private final Outputs outputs;
    private final Map<TaskName, TaskExecution> executing = new HashMap<>();
    private final Map<TaskName, Long> retryTimers = new HashMap<>();
    private final Promise<RunResult> result;
    private @Nullable Happening lastEvent;
    private boolean closed;
    private boolean mayHaveLeftFiles;
    private long timer;

    /** @param onClosed told on the scheduler's loop after the run's last event */
    RunDriver(RunHeader header, CallableWorkflow workflow, Engine engine, Consumer<RunDriver> onClosed) {
        this.onClosed = onClosed;
        this.header = header;
        this.workflow = workflow;
        this.engine = engine;
        this.planner = new Planner(workflow.workflow().program().graph());
        this.outputs = new Outputs(workflow.workflow().program().graph());
        this.result = engine.loop().promiseForCaller();
    }

    @Override
    public RunId id() {
        return header.id();
    }

    @Override
    public Future<RunResult> result() {
        return result.future();
    }

    @Override
    public void cancel(String reason) {
        engine.loop().run(() -> end(new RunResult.Cancelled(reason), new Happening.Cancelled(reason)));
    }

    @Override
    public Future<Boolean> detach() {
        return Future.succeededFuture(false);
    }

    /** Begins the run; on the scheduler's loop. */
    void start() {
        List<TaskName> tasks = workflow.workflow().program().graph().order().stream()
                .map(Task::name)
                .toList();
        record(new Happening.Accepted(header, tasks));
        record(new Happening.Started());
        Duration limit =
                workflow.workflow().calling().timeout().orElse(engine.limits().run());
        timer = engine.loop()
                .after(
                        limit,
                        () -> fail(Failure.of(
                                FailureKind.RUN_TIMEOUT,
                                Optional.empty(),
                                "the run took longer than its limit of " + limit.toMillis() / 1000.0 + " s")));
        goOn();
    }

    private void goOn() {
        Planner.Step step = planner.next();
        step.passedOver().forEach(task -> record(new Happening.TaskPassedOver(task)));
        step.start().forEach(task -> execute(task, 1));
        if (planner.isDone()) {
            end(new RunResult.Succeeded(outputs.response(workflow.schemas().items())), new Happening.Succeeded());
        }
    }

    private void execute(Task task, int attempt) {
        TaskCall call = new TaskCall(
                TaskCall.Kind.TASK,
                header,
                task.name(),
                attempt,
                code(task.name()),
                outputs.visibleTo(task.name()),
                limits(task),
                engine.values().folder(header.id()));
        TaskExecution execution = engine.executor()
                .execute(
                        call,
                        engine.taskApis().open(call, workflow),
                        worker -> record(new Happening.TaskStarted(task.name(), attempt, worker)));
        executing.put(task.name(), execution);
        execution.outcome().onSuccess(outcome -> ended(task, attempt, outcome));
    }

    private TaskCall.Limits limits(Task task) {
        return new TaskCall.Limits(
                task.limits().timeout().orElse(engine.limits().task()),
                engine.limits().patience());
    }

    private void ended(Task task, int attempt, TaskOutcome outcome) {
        executing.remove(task.name());
        if (outcome instanceof TaskOutcome.Succeeded succeeded) {
            succeeded(task, attempt, succeeded);
        } else {
            mayHaveLeftFiles = true;
            outcome.failed()
                    .ifPresentOrElse(
                            failure -> failed(task, attempt, explained(failure), outcome.mayBeRetried()),
                            () -> record(new Happening.TaskCancelled(task.name(), attempt)));
        }
        closeWhenQuiet();
    }

    private void succeeded(Task task, int attempt, TaskOutcome.Succeeded succeeded) {
        record(new Happening.TaskSucceeded(task.name(), attempt, succeeded.userTime()));
        outputs.add(task.name(), succeeded.output());
        planner.finished(task.name());
        if (lastEvent == null) {
            goOn();
        }
    }

    private void failed(Task task, int attempt, Failure failure, boolean mayBeRetried) {
        if (mayBeRetried && lastEvent == null && attempt <= task.limits().retries()) {
            Duration pause = RetryDelay.after(attempt, task.limits(), ThreadLocalRandom.current());
            record(new Happening.TaskFailed(task.name(), attempt, failure, Optional.of(pause)));
            retryTimers.put(task.name(), engine.loop().after(pause, () -> retry(task, attempt + 1)));
        } else {
            record(new Happening.TaskFailed(task.name(), attempt, failure, Optional.empty()));
            fail(failure);
        }
    }

    private Failure explained(Failure failure) {
        return MissingPackage.explain(failure, workflow.workflow().program().requirements());
    }

    private void retry(Task task, int attempt) {
        retryTimers.remove(task.name());
        if (lastEvent == null) {
            execute(task, attempt);
        }
    }

    private void fail(Failure failure) {
        end(new RunResult.Failed(failure), new Happening.Failed(failure));
    }

    private void end(RunResult how, Happening last) {
        if (lastEvent != null) {
            return;
        }
        lastEvent = last;
        engine.loop().cancel(timer);
        retryTimers.values().forEach(engine.loop()::cancel);
        result.complete(how);
        new ArrayList<>(executing.values()).forEach(TaskExecution::cancel);
        closeWhenQuiet();
    }

    /** Writes the last event once nothing of the run is executing any more. */
    private void closeWhenQuiet() {
        Happening last = lastEvent;
        if (last == null || closed || !executing.isEmpty()) {
            return;
        }
        closed = true;
        record(last);
        if (mayHaveLeftFiles || outputs.hasFiles()) {
            engine.values().remove(header.id());
        }
        onClosed.accept(this);
    }

    private CodeUnit code(TaskName task) {
        CodeUnit code = workflow.code().get(task);
        if (code == null) {
            throw new IllegalStateException("no code for task " + task);
        }
        return code;
    }

    private void record(Happening happening) {
        engine.journal().append(header.id(), happening);
    }
}
