package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.Room;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.task.Workers;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/**
 * The workers of one kind, and the calls for them. While calls wait and the machine has room it gets further workers, and loses them when they have nothing to
 * do. {@link Dispatcher} gives each call to a worker, {@link Slot} replaces the dead.
 *
 * <p>Its state belongs to one event loop; its public methods may be called from any thread.
 */
public final class WorkerPool implements TaskExecutor, Room, Workers {

    private final EventLoop loop;
    private final WorkerKind kind;
    private final CrashLoops crashLoops = new CrashLoops();
    private final PoolHealth health = new PoolHealth(crashLoops);
    private final Warmings warmings;
    private final Dispatcher dispatcher;
    private final Slots slots;
    private final SizeWatch sizeWatch;

    private WorkerPool(
            EventLoop loop,
            WorkerConnection.Origin origin,
            PoolSettings settings,
            WorkerKind kind,
            WorkerBudget budget,
            DoubleSupplier load) {
        this.loop = loop;
        this.kind = kind;
        this.warmings = new Warmings(loop);
        this.dispatcher = new Dispatcher(loop, settings, crashLoops, warmings, this::waits);
        Worker.Origin ofAll = new Worker.Origin(loop, origin, names(kind), settings.lifetime(), health);
        this.slots = new Slots(ofAll, kind, settings.size().least(), budget, warmings, dispatcher);
        this.sizeWatch = new SizeWatch(loop, settings.size(), load, slots);
    }

    /** Makes a pool of workers of a kind and starts those that are always there. */
    static WorkerPool start(
            EventLoop loop, WorkerHost host, PoolSettings settings, WorkerKind kind, WorkerBudget budget) {
        return start(loop, host, settings, kind, budget, new ProcessorLoad());
    }

    /** @param load how busy the processors were since it was asked last, from 0 to 1 */
    static WorkerPool start(
            EventLoop loop,
            WorkerHost host,
            PoolSettings settings,
            WorkerKind kind,
            WorkerBudget budget,
            DoubleSupplier load) {
        WorkerPool pool = new WorkerPool(loop, host.origin(kind), settings, kind, budget, load);
        loop.run(pool.slots::fill);
        return pool;
    }

    private static String names(WorkerKind kind) {
        String environment = kind.environment().equals(WorkerKind.BASE_NAME)
                ? ""
                : kind.environment().substring(0, Math.min(8, kind.environment().length())) + "-";
        return environment + (kind.network() ? "network-" : "") + "worker-";
    }

    /** Succeeds when the first worker is ready; fails when none comes up. */
    public Future<Void> ready() {
        return health.firstReady();
    }

    public Future<WorkerCounts> counts() {
        Promise<WorkerCounts> counted = loop.promiseForCaller();
        loop.run(() ->
                counted.complete(WorkerCounts.of(statuses(), health.deaths().counts())));
        return counted.future();
    }

    @Override
    public TaskExecution execute(List<TaskAttempt> chain, LongConsumer started) {
        return execute(chain, started, false);
    }

    /** Executes tasks of background runs: they have some of the workers only, so that a foreground call never waits for hours of work. */
    public TaskExecutor background() {
        return (chain, started) -> execute(chain, started, true);
    }

    private TaskExecution execute(List<TaskAttempt> chain, LongConsumer started, boolean background) {
        PendingCall pending = new PendingCall(loop, chain, started);
        loop.run(() -> dispatcher.accept(pending, background));
        return pending.first();
    }

    @Override
    public Optional<NoRoom> refusal(WorkflowId workflow) {
        return dispatcher.refusal(workflow);
    }

    private void waits() {
        sizeWatch.waits();
    }

    @Override
    public Future<List<Status>> all() {
        Promise<List<Status>> all = loop.promiseForCaller();
        loop.run(() -> all.complete(statuses()));
        return all.future();
    }

    private List<Status> statuses() {
        return slots.workers().map(worker -> worker.status(kind.environment())).toList();
    }

    @Override
    public Future<List<Death>> deaths() {
        Promise<List<Death>> last = loop.promiseForCaller();
        loop.run(() -> last.complete(health.deaths().last()));
        return last.future();
    }

    /** How many workers there are, and what they do. */
    public Future<PoolStatus> status() {
        Promise<PoolStatus> status = loop.promiseForCaller();
        loop.run(() -> status.complete(new PoolStatus(
                slots.size(),
                dispatcher.idleWorkers(),
                dispatcher.line().busy(),
                dispatcher.line().size())));
        return status.future();
    }

    /**
     * Lets every worker load code before calls of it come, one worker after the other, so that the others go on serving. Completes when all have, or when it
     * has taken too long: a worker that is busy all the time loads the code with its first call.
     */
    public Future<Void> warm(List<CodeUnit> code) {
        Promise<Void> done = loop.promiseForCaller();
        loop.run(() -> {
            code.forEach(crashLoops::published);
            code.forEach(warmings::called);
            if (slots.size() == 0 && slots.hasRoom()) {
                sizeWatch.grow();
            }
            warmings.add(code, slots.inPlace()).onComplete(done);
            dispatcher.warmNext();
        });
        return done.future();
    }

    /** Kills all workers; calls that they have end as lost, and so do later ones. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        loop.run(() -> {
            dispatcher.close();
            slots.close();
            done.complete();
        });
        return done.future();
    }
}
