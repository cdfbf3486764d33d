package dev.beworkflows.scheduler;

import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The door to the scheduler: starts, accepts, cancels and retries runs, and ends or gives them back when the server stops. May be used from any thread. */
public final class Runs implements RunStarter, RunControl {
    private static final String STOPPING = "the server is stopping";
    private static final Duration LAST_GRACE = Duration.ofSeconds(10);

    private final Engine foreground;
    private final Background background;
    private final BackgroundRuns durable;
    private final EventLoop loop;
    private final Interceptors interceptors;
    private final Trials trials;
    private final Map<RunId, RunDriver> live = new HashMap<>();
    private final Promise<Void> drained = Promise.promise();
    private final Admission admission;
    private boolean draining;

    /** Nothing is taken from the queue before {@link #open}. */
    public Runs(Engine foreground, Background background, Admission admission) {
        this.admission = admission;
        this.foreground = foreground;
        this.background = background;
        this.loop = foreground.loop();
        this.durable = new BackgroundRuns(background);
        this.interceptors = new Interceptors(foreground);
        this.trials = new Trials(foreground);
    }

    /** Begins to take runs from the queue. What this server owned before it was stopped the hard way goes back first. */
    public Future<Void> open() {
        Promise<Void> opened = loop.promiseForCaller();
        new Upkeep(loop, background, durable).begin().onComplete(opened);
        return opened.future();
    }

    public Future<RunCounts> counts() {
        Promise<RunCounts> counted = loop.promiseForCaller();
        loop.run(() -> counted.complete(durable.leases().counts(admission.underWay())));
        return counted.future();
    }

    /** There may be something new in the queue. */
    public void look() {
        loop.run(durable::look);
    }

    /** Somebody asked for a run to be cancelled, or for an unknown one. */
    public void cancelRequested() {
        loop.run(durable.leases()::renew);
    }

    /** Of the queue it is known how full it was a moment ago. */
    @Override
    public Optional<Refusal> full(WorkflowId workflow, Mode mode) {
        if (mode == Mode.FOREGROUND) {
            return admission.refusal(workflow);
        }
        String why = background.limits().waiting() + " background runs are waiting already";
        return durable.isQueueFull()
                ? Optional.of(new Refusal(Refusal.Reason.ROOM, why, Duration.ZERO))
                : Optional.empty();
    }

    @Override
    public LiveRun start(Order order) {
        return start(order, foreground, new InMemory());
    }

    @Override
    public Future<LiveRun> startOpenEnded(Order order, Placement placement) {
        Engine engine = new Engine(
                loop,
                foreground.executor(),
                foreground.taskApis(),
                foreground.journal(),
                background.engine().values(),
                foreground.limits());
        return background
                .files()
                .keep(order.id(), order.request())
                .map(request -> start(order.with(request), engine, new OpenEnded(placement)));
    }

    private RunDriver start(Order order, Engine engine, RunDriver.Life life) {
        RunDriver driver =
                new RunDriver(header(order, Mode.FOREGROUND), order.workflow(), engine, life, order.validation());
        admission.started();
        loop.run(() -> {
            live.put(order.id(), driver);
            driver.start(order.spoken());
            if (draining) {
                driver.cancel(STOPPING);
            }
        });
        return driver;
    }

    /** It takes the room of a run in the foreground. */
    @Override
    public LiveTrial tryTask(Trial trial) {
        admission.started();
        LiveTrial begun = trials.begin(trial);
        Future<LiveTrial.Result> unused = begun.result().onComplete(done -> admission.ended());
        return begun;
    }

    @Override
    public Future<Interception> intercept(Order order) {
        return interceptors.ask(order);
    }

    @Override
    public Future<KeyUse> accept(Order order, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        Promise<KeyUse> accepted = loop.promiseForCaller();
        background
                .files()
                .keep(order.id(), order.request())
                .compose(request -> accept(history(order.with(request)), placement, key, taken))
                .onSuccess(use -> accepted(order, use))
                .onComplete(accepted);
        return accepted.future();
    }

    /** One without a key that may begin here at once does not go through the queue. */
    private Future<KeyUse> accept(RunHistory run, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        if (key.isPresent()) {
            return background.queue().accept(run, placement, key, taken).onSuccess(use -> look());
        }
        Promise<KeyUse> accepted = loop.promiseForCaller();
        loop.run(() -> acceptOrBegin(run, placement).onComplete(accepted));
        return accepted.future();
    }

    private Future<KeyUse> acceptOrBegin(RunHistory run, Placement placement) {
        if (durable.mayBegin(placement)) {
            return durable.begin(run, placement).map(new KeyUse.Fresh());
        }
        return background
                .queue()
                .accept(run, placement, Optional.empty(), false)
                .onSuccess(use -> look());
    }

    private void accepted(Order order, KeyUse use) {
        if (!(use instanceof KeyUse.Fresh)) {
            background.engine().values().remove(order.id());
        }
    }

    @Override
    public Future<Control> cancel(RunId run, String reason) {
        Promise<Control> done = loop.promiseForCaller();
        loop.run(() -> {
            RunDriver driver = live.get(run);
            Optional<RunDriver> here =
                    driver != null ? Optional.of(driver) : durable.leases().find(run);
            here.ifPresent(found -> found.cancel(reason));
            Future<Control> answer =
                    here.isPresent() ? Future.succeededFuture(Control.DONE) : cancelElsewhere(run, reason);
            answer.onComplete(done);
        });
        return done.future();
    }

    private Future<Control> cancelElsewhere(RunId run, String reason) {
        return background.queue().requestCancel(run, reason).compose(asked -> {
            if (asked) {
                return Future.succeededFuture(Control.DONE);
            }
            return loop.bring(background.queue().claim(run))
                    .compose(claim ->
                            claim.isPresent() ? endQueued(claim.get(), new Happening.Cancelled(reason)) : whyNot(run));
        });
    }

    private Future<StoredRun> load(Claim claim) {
        return loop.bring(background.queue().load(List.of(claim)))
                .map(found -> Objects.requireNonNull(found.get(claim.run()), "a run without events"));
    }

    /** Claimed like any other run, so that its end is written like any other end. */
    private Future<Control> endQueued(Claim claim, Happening end) {
        return load(claim).compose(stored -> {
            var unused = foreground.journal().own(claim, stored, () -> {});
            return foreground.journal().end(claim.run(), end, Optional.empty()).map(Control.DONE);
        });
    }

    @Override
    public Future<Control> retry(RunId run) {
        Promise<Control> done = loop.promiseForCaller();
        loop.run(() -> loop.bring(background.queue().reopen(run))
                .compose(claim -> claim.isPresent() ? reopened(claim.get()) : whyNot(run))
                .onComplete(done));
        return done.future();
    }

    private Future<Control> reopened(Claim claim) {
        return load(claim).compose(stored -> {
            var unused = foreground.journal().own(claim, stored, () -> {});
            return foreground
                    .journal()
                    .release(claim.run(), new Happening.Retried())
                    .map(Control.DONE)
                    .onSuccess(released -> durable.look());
        });
    }

    private Future<Control> whyNot(RunId run) {
        return foreground
                .journal()
                .find(run)
                .map(found -> found.map(history -> whyNot(history.run())).orElse(Control.UNKNOWN));
    }

    private static Control whyNot(Run run) {
        boolean failed = run.status().isFinal() && run.status() != dev.beworkflows.run.RunStatus.SUCCEEDED;
        return failed && run.header().mode() == Mode.FOREGROUND ? Control.NOT_KEPT : Control.WRONG_STATUS;
    }

    /**
     * Lets live runs end. After the grace time runs in the foreground are cancelled and durable ones given back. Succeeds when none is left, or ten seconds after that. Later foreground
     * runs are cancelled at once.
     */
    public Future<Void> drain(Duration grace) {
        Promise<Void> all = loop.promiseForCaller();
        loop.run(() -> {
            draining = true;
            long unusedCancel = loop.after(grace, this::cancelAll);
            long unusedEnd = loop.after(grace.plus(LAST_GRACE), () -> drained.tryComplete());
            completeWhenDrained();
            Future.all(drained.future(), durable.drain(grace, LAST_GRACE))
                    .<Void>mapEmpty()
                    .onComplete(all);
        });
        return all.future();
    }

    private void cancelAll() {
        new ArrayList<>(live.values()).forEach(driver -> driver.cancel(STOPPING));
    }

    private void ended(RunDriver driver) {
        remove(driver);
        completeWhenDrained();
    }

    private void remove(RunDriver driver) {
        if (live.remove(driver.id()) != null) {
            admission.ended();
        }
    }

    private void completeWhenDrained() {
        if (draining && live.isEmpty()) {
            boolean unused = drained.tryComplete();
        }
    }

    private static RunHeader header(Order order, Mode mode) {
        return new RunHeader(order.id(), order.workflow().version(), mode, order.caller(), order.request());
    }

    /** A run that has been accepted, and nothing more. */
    private RunHistory history(Order order) {
        List<TaskName> tasks = order.workflow().workflow().program().graph().order().stream()
                .map(Task::name)
                .toList();
        List<Happening> happenings = new ArrayList<>();
        happenings.add(new Happening.Accepted(header(order, Mode.BACKGROUND), tasks));
        happenings.addAll(order.spoken());
        Instant now = background.clock().instant().truncatedTo(ChronoUnit.MICROS);
        List<RunEvent> events = new ArrayList<>();
        happenings.forEach(happening -> events.add(new RunEvent(events.size() + 1L, now, happening)));
        return new RunHistory(Run.of(events), events);
    }

    /** A run that ends with its caller. */
    private class InMemory implements RunDriver.Life {
        @Override
        public void closed(RunDriver driver) {
            ended(driver);
        }

        @Override
        public boolean mayBecomeDurable() {
            return false;
        }

        @Override
        public Future<Void> adopt(RunDriver driver, Map<TaskName, TaskOutput> outputs) {
            return Future.failedFuture(new IllegalStateException("run " + driver.id() + " was not started open-ended"));
        }
    }

    /** A run that may become durable. */
    private final class OpenEnded extends InMemory {
        private final Placement placement;

        OpenEnded(Placement placement) {
            this.placement = placement;
        }

        @Override
        public boolean mayBecomeDurable() {
            return true;
        }

        @Override
        public void closed(RunDriver driver) {
            super.closed(driver);
            durable.closed(driver);
        }

        @Override
        public Future<Void> adopt(RunDriver driver, Map<TaskName, TaskOutput> outputs) {
            RunId id = driver.id();
            return foreground
                    .journal()
                    .adopt(id, outputs, placement, () -> durable.leases().lost(id))
                    .onSuccess(adopted -> {
                        remove(driver);
                        durable.adopted(driver);
                        completeWhenDrained();
                    });
        }
    }
}
