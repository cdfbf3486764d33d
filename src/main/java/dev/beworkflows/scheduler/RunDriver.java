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
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Drives one run from its first task, or from where it was left, to its end. Its state belongs to the scheduler's loop.
 *
 * <p>The first failure decides: nothing new is started, what runs is cancelled; the run's last event is written when all of that is gone. A foreground run answers its caller at once and
 * is recorded behind the answer.
 */
final class RunDriver implements LiveRun, Walk.Course {
    private final RunHeader header;
    private final CallableWorkflow workflow;
    private final Engine engine;
    private final Life life;
    private final RunRecorder recorder;
    private final Stopwatch stopwatch;
    private final Walk walk;
    private final Promise<RunResult> result;
    private @Nullable Ending ending;
    private boolean closed;
    private long timer;

    /** Who is told about a run. Called on the scheduler's loop. */
    interface Life {

        /** After the last event, or when the run was given back. */
        void closed(RunDriver driver);

        /** Whether {@link #adopt} may be called. */
        boolean mayBecomeDurable();

        /** A run that wants to become durable. */
        Future<Void> adopt(RunDriver driver, Map<TaskName, TaskOutput> outputs);
    }

    RunDriver(RunHeader header, CallableWorkflow workflow, Engine engine, Life life, Duration validation) {
        this.header = header;
        this.workflow = workflow;
        this.engine = engine;
        this.life = life;
        this.recorder = new RunRecorder(engine.journal(), header.id(), life.mayBecomeDurable());
        this.stopwatch = new Stopwatch(validation);
        this.walk = new Walk(header, workflow, engine, recorder, stopwatch, this);
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

    /** Of what a durable run took nobody is told: it may have had several servers. */
    @Override
    public Optional<RunTiming> timing() {
        return recorder.isDurable() ? Optional.empty() : Optional.of(stopwatch.read());
    }

    @Override
    public void cancel(String reason) {
        engine.loop().run(() -> end(Ending.cancelled(reason)));
    }

    @Override
    public Future<Boolean> detach() {
        Promise<Boolean> detached = engine.loop().promiseForCaller();
        engine.loop().run(() -> {
            if (ending != null || recorder.isDurable()) {
                detached.complete(recorder.isDurable());
                return;
            }
            recorder.becomeDurable();
            life.adopt(this, walk.outputs()).onComplete(done -> detached.complete(done.succeeded()));
        });
        return detached.future();
    }

    /** Begins a run in the foreground; on the scheduler's loop. */
    void start(List<Happening> spoken) {
        recorder.record(new Happening.Accepted(header, names()));
        spoken.forEach(recorder::record);
        recorder.record(new Happening.Started());
        begin();
    }

    /** Goes on with a durable run; on the scheduler's loop. */
    void resume(Run run, StoredRun stored, int serverLosses) {
        recorder.becomeDurable();
        walk.restore(run, stored);
        switch (run.status()) {
            case ACCEPTED -> recorder.record(new Happening.Started());
            case RUNNING -> goOnAfter(stored.events());
            default -> { // somebody asked to retry it, and went away before that was written
                recorder.record(new Happening.Retried());
                recorder.record(new Happening.Started());
            }
        }
        if (serverLosses >= engine.limits().serverLosses()) {
            dead(Failure.of(
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
        ending = Ending.givenBack("another server drives the run");
        stop(Walk.Stop.IS_GIVEN_BACK);
        boolean unused = result.tryComplete(ending.result());
    }

    /** Stops what is executing and gives the run back to the queue; on the scheduler's loop. */
    void giveBack(String reason) {
        end(Ending.givenBack(reason));
    }

    /** Whether it only waits for its last event to be written. */
    @Override
    public boolean isClosed() {
        return closed;
    }

    private void goOnAfter(List<RunEvent> events) {
        boolean wasGivenBack = events.get(events.size() - 1).happening() instanceof Happening.Interrupted;
        if (!wasGivenBack) {
            recorder.record(new Happening.Interrupted("the server that drove the run went away"));
        }
    }

    private void begin() {
        Duration limit =
                workflow.workflow().calling().timeout().orElse(engine.limits().run());
        timer = engine.loop()
                .after(
                        limit,
                        () -> failed(Failure.of(
                                FailureKind.RUN_TIMEOUT,
                                Optional.empty(),
                                "the run took longer than its limit of " + limit.toMillis() / 1000.0 + " s")));
        walk.goOn();
    }

    @Override
    public void succeeded(Buffer response) {
        end(Ending.succeeded(response, timing()));
    }

    @Override
    public void failed(Failure failure) {
        end(Ending.failed(failure, timing()));
    }

    @Override
    public void dead(Failure failure) {
        end(Ending.dead(failure));
    }

    @Override
    public void attemptEnded() {
        closeWhenQuiet();
    }

    private void end(Ending how) {
        if (ending != null) {
            return;
        }
        ending = how;
        if (!recorder.isDurable()) {
            result.complete(how.result());
        }
        stop(how.release() ? Walk.Stop.IS_GIVEN_BACK : Walk.Stop.ENDS);
        closeWhenQuiet();
    }

    private void stop(Walk.Stop why) {
        engine.loop().cancel(timer);
        walk.stop(why);
    }

    /** Writes the last event once nothing of the run is executing any more. */
    private void closeWhenQuiet() {
        Ending how = ending;
        if (how != null && !closed && walk.isQuiet()) {
            closed = true;
            if (!how.release()) {
                engine.values().ended(header.id(), walk.outputs());
            }
            recorder.close(how).onSuccess(written -> gone(how));
        }
    }

    /** What a durable run that did not succeed has on disk is for who retries it. */
    private void gone(Ending how) {
        boolean durable = recorder.isDurable();
        boolean left = !durable && (walk.mayHaveLeftFiles() || engine.values().holdsUploads(header));
        boolean done = durable && how.result() instanceof RunResult.Succeeded;
        if (left || done) {
            engine.values().remove(header.id());
        }
        boolean unused = result.tryComplete(how.result());
        life.closed(this);
    }

    private List<TaskName> names() {
        return workflow.workflow().program().graph().order().stream()
                .map(Task::name)
                .toList();
    }
}
