package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes one run through its graph: what may start is started, what ended is recorded and settles its task, what failed is tried again or fails the run. Belongs to the scheduler's loop.
 *
 * <p>A durable run takes no step before the one before it is written: the tasks after a task start when its end is durable.
 */
final class Walk {
    private final CallableWorkflow workflow;
    private final Engine engine;
    private final RunRecorder recorder;
    private final Stopwatch stopwatch;
    private final Course course;
    private final Planner planner;
    private final Outputs outputs;
    private final Attempts attempts;
    private final Executions executions;
    private final Map<TaskName, Long> retryTimers = new HashMap<>();
    private @Nullable Stop stop;
    private boolean mayHaveLeftFiles;

    /** What comes of it. */
    interface Course {

        /** All tasks are settled. */
        void succeeded(Buffer response);

        void failed(Failure failure);

        /** It took too many workers with it. */
        void dead(Failure failure);

        /** Whether its last event was told, or is another server's to tell. */
        boolean isClosed();

        /** An attempt ended, and what follows from that was done. */
        void attemptEnded();
    }

    /** Why it starts nothing more, and with that what is recorded of the attempts that are cancelled. */
    enum Stop {

        /** The run ends: each attempt with it. */
        ENDS,

        /** Another server goes on: only what succeeds meanwhile. */
        IS_GIVEN_BACK
    }

    Walk(
            RunHeader header,
            CallableWorkflow workflow,
            Engine engine,
            RunRecorder recorder,
            Stopwatch stopwatch,
            Course course) {
        this.workflow = workflow;
        this.engine = engine;
        this.recorder = recorder;
        this.stopwatch = stopwatch;
        this.course = course;
        Graph graph = workflow.workflow().program().graph();
        this.planner = new Planner(graph);
        this.outputs = new Outputs(graph);
        this.attempts = new Attempts(engine.limits().workerLosses());
        Chains chains = new Chains(new TaskCalls(header, workflow, engine), graph, outputs, attempts, recorder);
        this.executions = new Executions(workflow, engine, chains, recorder, stopwatch, this::ended);
    }

    /** Takes over what is recorded of a durable run. */
    void restore(Run run, StoredRun stored) {
        stored.outputs().forEach(outputs::add);
        planner.restore(run, stored.outputs());
        attempts.restore(run, stored.events());
    }

    /** Starts what may start now. */
    void goOn() {
        Planner.Step step = planner.next();
        step.passedOver().forEach(task -> recorder.record(new Happening.TaskPassedOver(task)));
        step.skipped().forEach(skip -> recorder.record(new Happening.TaskSkipped(skip.task(), skip.reason())));
        for (Task task : step.start()) {
            if (stop == null) { // the end of the one before may have come at once
                execute(task);
            }
        }
        if (planner.isDone()) {
            long encoding = System.nanoTime();
            Buffer response = outputs.response(workflow.schemas().items());
            stopwatch.encoded(System.nanoTime() - encoding);
            course.succeeded(response);
        }
    }

    private void execute(Task task) {
        executions.begin(task, attempts.next(task.name()));
    }

    private void ended(Task task, int attempt, TaskOutcome outcome) {
        if (course.isClosed()) {
            return;
        }
        if (outcome instanceof TaskOutcome.Succeeded succeeded) {
            succeeded(task, attempt, succeeded);
        } else {
            mayHaveLeftFiles = true;
            outcome.failed()
                    .ifPresentOrElse(
                            failure -> failed(task, attempt, explained(failure), outcome),
                            () -> cancelled(task, attempt));
        }
        course.attemptEnded();
    }

    private void succeeded(Task task, int attempt, TaskOutcome.Succeeded succeeded) {
        Happening.TaskSucceeded end = new Happening.TaskSucceeded(task.name(), attempt, succeeded.userTime());
        outputs.add(task.name(), succeeded.output());
        if (!recorder.isDurable()) {
            recorder.record(end);
            settled(task, succeeded.output());
            return;
        }
        Future<Void> written = recorder.checkpoint(end, succeeded.output());
        if (planner.isLast()) {
            settled(task, succeeded.output()); // the end of the run goes into the same transaction
        } else {
            // not before: what another task's end starts meanwhile must not follow from this one
            written.onSuccess(durably -> settled(task, succeeded.output()));
        }
    }

    private void settled(Task task, TaskOutput output) {
        planner.finished(task.name(), output.notTaken());
        if (stop == null) {
            goOn();
        }
    }

    private void cancelled(Task task, int attempt) {
        if (stop != Stop.IS_GIVEN_BACK) {
            recorder.record(new Happening.TaskCancelled(task.name(), attempt));
        }
    }

    private void failed(Task task, int attempt, Failure failure, TaskOutcome outcome) {
        if (stop == Stop.IS_GIVEN_BACK) {
            return; // it was killed to be given back
        }
        boolean durable = recorder.isDurable();
        Optional<Duration> pause = stop == null ? attempts.pauseAfter(task, outcome, durable) : Optional.empty();
        recorder.record(new Happening.TaskFailed(task.name(), attempt, failure, pause));
        if (pause.isPresent()) {
            retryTimers.put(task.name(), engine.loop().after(pause.get(), () -> retry(task)));
        } else if (durable && outcome instanceof TaskOutcome.WorkerLost) {
            course.dead(failure.with(failure.message() + "; that was once too often"));
        } else {
            course.failed(failure);
        }
    }

    private Failure explained(Failure failure) {
        return MissingPackage.explain(
                failure, workflow.workflow().program().needs().requirements());
    }

    private void retry(Task task) {
        retryTimers.remove(task.name());
        if (stop == null) {
            execute(task);
        }
    }

    /** Starts nothing more and cancels what is executing. */
    void stop(Stop why) {
        stop = why;
        retryTimers.values().forEach(engine.loop()::cancel);
        executions.cancel();
    }

    /** Whether nothing is executing. */
    boolean isQuiet() {
        return executions.isQuiet();
    }

    /** What the tasks that are done left. */
    Map<TaskName, TaskOutput> outputs() {
        return outputs.all();
    }

    /** Whether there may be something in the run's folder. */
    boolean mayHaveLeftFiles() {
        return mayHaveLeftFiles || outputs.hasFiles();
    }
}
