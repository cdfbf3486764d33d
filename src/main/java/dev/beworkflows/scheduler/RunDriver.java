package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunTiming;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drives one run from its first task, or from where it was left, to its end. Its state belongs to the scheduler's loop.
 *
 * <p>The first failure decides: nothing new is started, what runs is cancelled; the run's last event is written when all of that is gone. A foreground run answers its caller at once and
 * is recorded behind the answer. A durable run takes no step before the one before it is written: the tasks after a task start when its end is durable.
 */
final class RunDriver implements LiveRun {
    private final RunHeader header;
    private final CallableWorkflow workflow;
    private final Engine engine;
    private final Life life;
    private final Planner planner;
    private final Outputs outputs;
    private final Attempts attempts;
    private final Map<TaskName, TaskExecution> executing = new HashMap<>();
    private final Map<TaskName, TaskExecution> ahead = new HashMap<>();
    private final Map<TaskName, Long> retryTimers = new HashMap<>();
    private final Promise<RunResult> result;
    private final TaskCalls calls;
    private final Stopwatch stopwatch;
    private @Nullable Ending ending;
    private boolean durable;
    private boolean begun;
    private boolean closed;
    private boolean mayHaveLeftFiles;
    private long timer;
    private long worker;

    /** Who is told about a run. Called on the scheduler's loop. */
    interface Life {

        /** After the last event, or when the run was given back. */
        void closed(RunDriver driver);

        /** Whether {@link #adopt} may be called. */
        boolean mayBecomeDurable();

        /** A run that wants to become durable. */
        Future<Void> adopt(RunDriver driver, Map<TaskName, TaskOutput> outputs);
    }

    /**
     * How it ends here.
     *
     * @param last the last event
     * @param release whether another server goes on
     */
    private record Ending(RunResult how, Happening last, boolean release) {}

    RunDriver(RunHeader header, CallableWorkflow workflow, Engine engine, Life life, Duration validation) {
        this.header = header;
        this.workflow = workflow;
        this.engine = engine;
        this.life = life;
        this.stopwatch = new Stopwatch(validation);
        this.planner = new Planner(workflow.workflow().program().graph());
        this.outputs = new Outputs(workflow.workflow().program().graph());
        this.attempts = new Attempts(engine.limits().workerLosses());
        this.result = engine.loop().promiseForCaller();
        this.calls = new TaskCalls(header, workflow, engine);
    }

    @Override
    public RunId id() {
        return header.id();
    }

    @Override
    public Future<RunResult> result() {
        return result.future();
    }

    /** Of what a durable run took nobody is told: it may have had several servers. */
    @Override
    public Optional<RunTiming> timing() {
        return durable ? Optional.empty() : Optional.of(stopwatch.read());
    }

    @Override
    public void cancel(String reason) {
        engine.loop()
                .run(() -> end(new Ending(new RunResult.Cancelled(reason), new Happening.Cancelled(reason), false)));
    }

    @Override
    public Future<Boolean> detach() {
        Promise<Boolean> detached = engine.loop().promiseForCaller();
        engine.loop().run(() -> {
            if (ending != null || durable) {
                detached.complete(durable);
                return;
            }
            durable = true;
            life.adopt(this, outputs.all()).onComplete(done -> detached.complete(done.succeeded()));
        });
        return detached.future();
    }

    /** Begins a run in the foreground; on the scheduler's loop. */
    void start(List<Happening> spoken) {
        record(new Happening.Accepted(header, names()));
        spoken.forEach(this::record);
        record(new Happening.Started());
        begin();
    }

    /** Goes on with a durable run; on the scheduler's loop. */
    void resume(Run run, StoredRun stored, int serverLosses) {
        durable = true;
        stored.outputs().forEach(outputs::add);
        planner.restore(run, stored.outputs());
        attempts.restore(run, stored.events());
        switch (run.status()) {
            case ACCEPTED -> record(new Happening.Started());
            case RUNNING -> goOnAfter(stored.events());
            default -> { // somebody asked to retry it, and went away before that was written
                record(new Happening.Retried());
                record(new Happening.Started());
            }
        }
        if (serverLosses >= engine.limits().serverLosses()) {
            die(Failure.of(
                    FailureKind.SERVER_LOST,
                    Optional.empty(),
                    "the server that drove the run was lost " + serverLosses + " times"));
        } else {
            begin();
        }
    }

    /** Stops at once and leaves the run to others, who own it already; on the scheduler's loop. */
    void abandon() {
        closed = true;
        RunResult how = new RunResult.Cancelled("another server drives the run");
        ending = new Ending(how, new Happening.Interrupted("lost"), true);
        stopEverything();
        boolean unused = result.tryComplete(how);
    }

    /** Stops what is executing and gives the run back to the queue; on the scheduler's loop. */
    void giveBack(String reason) {
        end(new Ending(new RunResult.Cancelled(reason), new Happening.Interrupted(reason), true));
    }

    /** Whether it only waits for its last event to be written. */
    boolean isClosed() {
        return closed;
    }

    private void goOnAfter(List<RunEvent> events) {
        boolean wasGivenBack = events.get(events.size() - 1).happening() instanceof Happening.Interrupted;
        if (!wasGivenBack) {
            record(new Happening.Interrupted("the server that drove the run went away"));
        }
    }

    private void begin() {
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
        step.skipped().forEach(skip -> record(new Happening.TaskSkipped(skip.task(), skip.reason())));
        step.start().forEach(this::execute);
        if (planner.isDone()) {
            long encoding = System.nanoTime();
            Buffer response = outputs.response(workflow.schemas().items());
            stopwatch.encoded(System.nanoTime() - encoding);
            end(new Ending(new RunResult.Succeeded(response), new Happening.Succeeded(timing()), false));
        }
    }

    /** The first of a chain takes those after it along; when their turn comes they have begun. */
    private void execute(Task task) {
        int attempt = attempts.next(task.name());
        TaskExecution begun = ahead.remove(task.name());
        Stopwatch.Lap lap = stopwatch.begin();
        if (begun != null) {
            lap.taken();
            record(new Happening.TaskStarted(task.name(), attempt, worker));
        }
        TaskExecution execution = begun != null ? begun : start(task, attempt, lap);
        executing.put(task.name(), execution);
        execution.outcome().onSuccess(outcome -> {
            lap.ended(outcome.userTime());
            ended(task, attempt, outcome);
        });
    }

    private TaskExecution start(Task task, int attempt, Stopwatch.Lap lap) {
        Map<String, Value> visible = outputs.visibleTo(task.name());
        List<TaskCall> chain = new ArrayList<>(List.of(calls.of(task, attempt, visible, patience(), begun)));
        for (Task next : after(task)) {
            chain.add(calls.of(next, attempts.upcoming(next.name()), visible, patience(), begun));
        }
        TaskExecution first = engine.executor().execute(engine.taskApis().open(chain, workflow, this::record), pid -> {
            begun = true;
            worker = pid;
            lap.taken();
            record(new Happening.TaskStarted(task.name(), attempt, pid));
        });
        TaskExecution execution = first;
        for (TaskCall next : chain.subList(1, chain.size())) {
            execution = execution.next().orElseThrow();
            ahead.put(next.task(), execution);
        }
        return first;
    }

    /** The tasks that the same worker may go on with. A step of a run that is durable, or may become so, waits until the one before is written. */
    private List<Task> after(Task task) {
        return durable || life.mayBecomeDurable()
                ? List.of()
                : workflow.workflow().program().graph().chainAfter(task.name());
    }

    /** The first task waits as long as a caller does, the others as long as the run lives. */
    private Duration patience() {
        boolean isFirst = !begun && executing.isEmpty();
        return isFirst ? engine.limits().patience() : engine.limits().run();
    }

    private void ended(Task task, int attempt, TaskOutcome outcome) {
        executing.remove(task.name());
        if (closed) {
            return;
        }
        if (outcome instanceof TaskOutcome.Succeeded succeeded) {
            succeeded(task, attempt, succeeded);
        } else {
            mayHaveLeftFiles = true;
            // what followed in its chain did not begin; other chains of the run go on
            workflow.workflow().program().graph().chainAfter(task.name()).forEach(next -> ahead.remove(next.name()));
            outcome.failed()
                    .ifPresentOrElse(
                            failure -> failed(task, attempt, explained(failure), outcome),
                            () -> cancelled(task, attempt));
        }
        closeWhenQuiet();
    }

    private void succeeded(Task task, int attempt, TaskOutcome.Succeeded succeeded) {
        Happening.TaskSucceeded end = new Happening.TaskSucceeded(task.name(), attempt, succeeded.userTime());
        outputs.add(task.name(), succeeded.output());
        if (!durable) {
            record(end);
            settled(task, succeeded.output());
            return;
        }
        Future<Void> written = engine.journal().checkpoint(header.id(), end, succeeded.output());
        if (planner.isLast()) {
            settled(task, succeeded.output()); // the end of the run goes into the same transaction
        } else {
            // not before: what another task's end starts meanwhile must not follow from this one
            written.onSuccess(durably -> settled(task, succeeded.output()));
        }
    }

    private void settled(Task task, TaskOutput output) {
        planner.finished(task.name(), output.notTaken());
        if (ending == null) {
            goOn();
        }
    }

    private void cancelled(Task task, int attempt) {
        if (ending == null || !ending.release()) {
            record(new Happening.TaskCancelled(task.name(), attempt));
        }
    }

    private void failed(Task task, int attempt, Failure failure, TaskOutcome outcome) {
        if (ending != null && ending.release()) {
            return; // it was killed to be given back
        }
        Optional<Duration> pause = ending == null ? attempts.pauseAfter(task, outcome, durable) : Optional.empty();
        record(new Happening.TaskFailed(task.name(), attempt, failure, pause));
        if (pause.isPresent()) {
            retryTimers.put(task.name(), engine.loop().after(pause.get(), () -> retry(task)));
        } else if (durable && outcome instanceof TaskOutcome.WorkerLost) {
            die(failure.with(failure.message() + "; that was once too often"));
        } else {
            fail(failure);
        }
    }

    private Failure explained(Failure failure) {
        return MissingPackage.explain(
                failure, workflow.workflow().program().needs().requirements());
    }

    private void retry(Task task) {
        retryTimers.remove(task.name());
        if (ending == null) {
            execute(task);
        }
    }

    private void fail(Failure failure) {
        end(new Ending(new RunResult.Failed(failure), new Happening.Failed(failure, timing()), false));
    }

    private void die(Failure failure) {
        end(new Ending(new RunResult.Failed(failure), new Happening.Dead(failure), false));
    }

    private void end(Ending how) {
        if (ending != null) {
            return;
        }
        ending = how;
        if (!durable) {
            result.complete(how.how());
        }
        stopEverything();
        closeWhenQuiet();
    }

    private void stopEverything() {
        engine.loop().cancel(timer);
        retryTimers.values().forEach(engine.loop()::cancel);
        new ArrayList<>(executing.values()).forEach(TaskExecution::cancel);
    }

    /** Writes the last event once nothing of the run is executing any more. */
    private void closeWhenQuiet() {
        Ending how = ending;
        if (how == null || closed || !executing.isEmpty()) {
            return;
        }
        closed = true;
        if (durable) {
            write(how).onSuccess(written -> gone(how));
        } else {
            record(how.last());
            gone(how);
        }
    }

    private Future<Void> write(Ending how) {
        if (how.release()) {
            return engine.journal().release(header.id(), how.last());
        }
        Optional<Buffer> response =
                how.how() instanceof RunResult.Succeeded succeeded ? Optional.of(succeeded.json()) : Optional.empty();
        return engine.journal().end(header.id(), how.last(), response);
    }

    /** What a durable run that did not succeed has on disk is for who retries it. */
    private void gone(Ending how) {
        boolean left = !durable
                && (mayHaveLeftFiles || outputs.hasFiles() || engine.values().holdsUploads(header));
        boolean done = durable && how.how() instanceof RunResult.Succeeded;
        if (left || done) {
            engine.values().remove(header.id());
        }
        boolean unused = result.tryComplete(how.how());
        life.closed(this);
    }

    private List<TaskName> names() {
        return workflow.workflow().program().graph().order().stream()
                .map(Task::name)
                .toList();
    }

    private void record(Happening happening) {
        engine.journal().append(header.id(), happening);
    }
}
