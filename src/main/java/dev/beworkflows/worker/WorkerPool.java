package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.Room;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.task.Workers;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots, each with a worker: gives calls to idle workers, the one that was busy last first (its caches are warm), lets the others wait in a line, and replaces
 * the dead. While calls wait and the machine has room it gets further slots, and loses them when they have nothing to do.
 *
 * <p>Its state belongs to one event loop; its public methods may be called from any thread.
 */
public final class WorkerPool implements TaskExecutor, Room, Workers {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** How often it is looked whether a worker that is left to others may be had. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final EventLoop loop;
    private final Worker.Origin origin;
    private final PoolSettings settings;
    private final WorkerBudget budget;
    private final WorkerKind kind;
    private final Share share = new Share();
    private final SizeWatch sizeWatch;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Slot> idle = new ArrayDeque<>();
    private final WaitingLine<PendingCall> line;
    private final Doorkeeper doorkeeper;
    private final RecentCode recent = new RecentCode();
    private final Warmings warmings;
    private final CrashLoops crashLoops = new CrashLoops();
    private final PoolHealth health = new PoolHealth(crashLoops);
    private int numbers;
    private int joined;
    private boolean looksAgain;
    private boolean closed;

    private WorkerPool(
            EventLoop loop,
            WorkerConnection.Origin origin,
            PoolSettings settings,
            WorkerKind kind,
            WorkerBudget budget,
            DoubleSupplier load) {
        this.loop = loop;
        this.origin = new Worker.Origin(loop, origin, names(kind), settings.lifetime(), health);
        this.settings = settings;
        this.kind = kind;
        this.budget = budget;
        this.sizeWatch = new SizeWatch(loop, settings.size(), load, new Watched());
        this.warmings = new Warmings(loop);
        this.line = new WaitingLine<>(settings.shares());
        this.doorkeeper = new Doorkeeper(settings.waiting());
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
        loop.run(pool::fill);
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
        loop.run(() -> accept(pending, background));
        return pending.first();
    }

    @Override
    public Optional<NoRoom> refusal(WorkflowId workflow) {
        Optional<NoRoom> damped = crashLoops.refusal(workflow, System.nanoTime());
        int waiting = line.foregroundCalls();
        return waiting == 0 || damped.isPresent()
                ? damped
                : doorkeeper.refusal(waiting, line.known(workflow), System.nanoTime());
    }

    @Override
    public Future<List<Status>> all() {
        Promise<List<Status>> all = loop.promiseForCaller();
        loop.run(() -> all.complete(statuses()));
        return all.future();
    }

    private List<Status> statuses() {
        return slots.stream()
                .flatMap(Slot::workers)
                .map(worker -> worker.status(kind.environment()))
                .toList();
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
        loop.run(() -> status.complete(new PoolStatus(slots.size(), idle.size(), line.busy(), line.size())));
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
            code.forEach(recent::called);
            if (slots.isEmpty() && budget.hasRoom(share)) {
                sizeWatch.grow();
            }
            List<Worker> workers = slots.stream().map(slot -> slot.worker).toList();
            warmings.add(code, workers).onComplete(done);
            warmNext();
        });
        return done.future();
    }

    private void warmNext() {
        if (!warmings.isEmpty() && !idle.isEmpty()) {
            warmings.begin(idle.stream().map(slot -> slot.worker).toList())
                    .ifPresent(loading -> idle.removeIf(slot -> slot.worker == loading));
        }
    }

    /** Kills all workers; calls that they have end as lost, and so do later ones. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        loop.run(() -> {
            closed = true;
            line.drain().forEach(pending -> giveUp(pending, "the server is stopping"));
            slots.stream().flatMap(Slot::workers).forEach(Worker::kill);
            done.complete();
        });
        return done.future();
    }

    private void fill() {
        budget.add(share);
        for (int number = 1; number <= settings.size().least(); number++) {
            Slot slot = new Slot();
            add(slot);
            slot.join();
        }
    }

    private void add(Slot slot) {
        slots.add(slot);
        budget.changed(kind, slots.size() - 1, slots.size());
    }

    private void drop(Slot slot) {
        slots.remove(slot);
        budget.changed(kind, slots.size() + 1, slots.size());
    }

    private void accept(PendingCall pending, boolean background) {
        if (closed) {
            giveUp(pending, "the server is stopping");
            return;
        }
        long now = System.nanoTime();
        TaskCall call = pending.call();
        Lane<PendingCall> lane = line.lane(call.run().version().workflow(), background);
        line.arrived(lane, now);
        if (isDamped(pending, background, now)) {
            return;
        }
        if (!idle.isEmpty() && !lane.isWaiting() && line.mayTake(lane, now)) {
            line.taken(lane, call.limits().begun());
            idle.removeFirst().give(pending, lane, now);
        } else {
            line.add(lane, pending, call.run().id(), call.limits().begun(), now);
            letWait(pending, lane);
        }
    }

    /** Whether its code has just ended some workers, so that it gets none now: a call in the foreground is refused, another one comes again. */
    private boolean isDamped(PendingCall pending, boolean background, long now) {
        Optional<NoRoom> refusal = crashLoops.refusal(pending.chain(), now);
        if (refusal.isPresent() && background) {
            Duration pause = refusal.get().retryAfter();
            pending.enter(() -> pending.end(new TaskOutcome.Cancelled()), pause, () -> accept(pending, true));
        } else {
            refusal.ifPresent(no -> giveUp(pending, no.why()));
        }
        return refusal.isPresent();
    }

    private void letWait(PendingCall pending, Lane<PendingCall> lane) {
        Duration patience = pending.call().limits().patience();
        pending.enter(
                () -> {
                    if (line.remove(lane, pending)) {
                        pending.end(new TaskOutcome.Cancelled());
                    }
                },
                patience,
                () -> {
                    if (line.remove(lane, pending)) {
                        giveUp(pending, "no worker became free within " + patience.toMillis() / 1000.0 + " s");
                    }
                });
        sizeWatch.waits();
        lookAgain();
    }

    /** Now that more is known of how long calls take: who will not have a worker in time shall know that at once. */
    private void refuseHopeless(Lane<PendingCall> lane, long now) {
        if (lane.isBackground()) {
            return;
        }
        long patience = settings.waiting().longest().toNanos();
        Optional<PendingCall> last = lane.hopeless(now, patience);
        while (last.isPresent()) {
            boolean unused = line.remove(lane, last.get());
            giveUp(last.get(), "no worker will be free in time, since too many calls wait for one");
            last = lane.hopeless(now, patience);
        }
    }

    private static void giveUp(PendingCall pending, String why) {
        pending.end(new TaskOutcome.NoWorker(
                Failure.of(FailureKind.NO_WORKER, Optional.of(pending.call().task()), why)));
    }

    /** Gives idle workers to calls that wait. */
    private void serve() {
        long now = System.nanoTime();
        while (!idle.isEmpty()) {
            Lane<PendingCall> lane = line.next(now);
            if (lane == null) {
                break;
            }
            PendingCall pending = line.take(lane);
            if (isDamped(pending, lane.isBackground(), now)) {
                line.givenBack(lane);
            } else {
                idle.removeFirst().give(pending, lane, now);
            }
        }
        lookAgain();
        warmNext();
    }

    /** A worker that is left to workflows that were called lately is to be had when they are not called any more; no event says so. */
    private void lookAgain() {
        if (looksAgain || idle.isEmpty() || line.foregroundCalls() == 0) {
            return;
        }
        looksAgain = true;
        long unused = loop.after(LOOK_AGAIN, () -> {
            looksAgain = false;
            serve();
        });
    }

    private boolean isReplacing() {
        return slots.stream().anyMatch(slot -> slot.succession.successor().isPresent());
    }

    /** As its size is looked at. */
    private final class Watched implements SizeWatch.Pool {

        @Override
        public int size() {
            return slots.size();
        }

        @Override
        public boolean isSettled() {
            return joined == slots.size() && !closed;
        }

        @Override
        public WaitingLine.Need need(Duration patience) {
            return closed ? WaitingLine.Need.NONE : line.need(System.nanoTime(), patience);
        }

        @Override
        public boolean hasRoom() {
            return !closed && budget.hasRoom(share);
        }

        @Override
        public void grow() {
            budget.makeRoom(share);
            add(new Slot());
            LOG.info("pool={} workers={} waiting={} next=start one more", origin.names(), slots.size(), line.size());
        }

        @Override
        public void shrink(Duration time) {
            OptionalLong since = share.spareSince();
            if (since.isPresent() && !closed && System.nanoTime() - since.getAsLong() > time.toNanos()) {
                share.spare();
            }
        }
    }

    /** As it concerns the other pools. */
    private final class Share implements WorkerBudget.Member {

        @Override
        public int size() {
            return slots.size();
        }

        /** The workers that were busy last come first, so the last one has been idle for the longest time. */
        @Override
        public OptionalLong spareSince() {
            Slot last = idle.peekLast();
            return last != null && slots.size() > settings.size().least()
                    ? OptionalLong.of(last.idleSince)
                    : OptionalLong.empty();
        }

        @Override
        public void spare() {
            Slot last = idle.peekLast();
            if (last != null) {
                last.retire();
                LOG.info("pool={} workers={} one had nothing to do next=it was stopped", origin.names(), slots.size());
            }
        }
    }

    /** The place of one worker; outlives it. */
    private final class Slot implements Worker.Owner {

        private final int number;
        private final Backoff backoff = new Backoff();
        private final Succession succession = new Succession();
        private Recycling recycling = new Recycling(origin.lifetime(), ThreadLocalRandom.current());
        private int generation;
        private Worker worker;
        private @Nullable Lane<PendingCall> serving;
        private long servingSince;
        private long idleSince;
        private boolean isWarm;
        private boolean isIn;
        private boolean isRetired;

        Slot() {
            this.number = ++numbers;
            this.worker = next();
            watchAge(worker);
        }

        /** Its worker, and the one that is to come if that has been started. */
        Stream<Worker> workers() {
            return Stream.concat(Stream.of(worker), succession.successor().stream());
        }

        private Worker next() {
            generation++;
            return new Worker(number + "." + generation, this, origin);
        }

        /** Takes part from now on. */
        private void join() {
            isIn = true;
            joined++;
            line.workers(joined);
        }

        private void retire() {
            isRetired = true;
            idle.remove(this);
            drop(this);
            joined--;
            line.workers(joined);
            workers().forEach(Worker::kill);
        }

        private void give(PendingCall pending, Lane<PendingCall> lane, long now) {
            serving = lane;
            servingSince = now;
            recent.called(pending.call().code());
            crashLoops.begin(pending.chain(), now);
            worker.assign(pending);
        }

        private void release(long now) {
            Lane<PendingCall> lane = serving;
            if (lane != null) {
                serving = null;
                line.released(lane, now - servingSince);
                refuseHopeless(lane, now);
            }
        }

        @Override
        public void hasGrown(Worker grown) {
            if (grown == worker) {
                recycle();
            }
        }

        @Override
        public void idle(Worker idleWorker) {
            if (succession.isOf(idleWorker)) {
                succession.becameIdle(recent.all());
                if (succession.isReady() && idle.remove(this)) {
                    welcome(worker);
                }
                return;
            }
            warmings.left(idleWorker);
            release(System.nanoTime());
            if (idleWorker.memory().wantsLook()) {
                idleWorker.look().onComplete(looked -> welcome(idleWorker));
            } else {
                welcome(idleWorker);
            }
        }

        /** The slot has a worker with nothing to do, or one in its place. */
        private void welcome(Worker idleWorker) {
            if (idleWorker != worker || !idleWorker.isIdle()) {
                return; // it died meanwhile
            }
            if (!isIn && !isWarm) {
                isWarm = true; // once: code that kills who loads it must not keep the slot from ever taking part
                List<CodeUnit> code = recent.all();
                if (!code.isEmpty()) {
                    idleWorker.load(idleWorker.unknownOf(code), Warmings.LIMIT);
                    return;
                }
            }
            if (!isIn) {
                join();
            }
            recycle();
            succession.takeReady().ifPresent(this::replaceBy);
            idleSince = System.nanoTime();
            idle.addFirst(this);
            serve();
        }

        /** Starts a successor when it is time for one. Of all slots one does so at a time. */
        private void recycle() {
            if (closed || isRetired || !succession.mayBegin()) {
                return;
            }
            recycling
                    .reason(worker.finished(), worker.memory().growth(), worker.lived())
                    .filter(why -> !isReplacing())
                    .ifPresent(why -> {
                        LOG.info("slot={} worker={} {} next=start its successor", number, worker.name(), why);
                        succession.begin(next());
                    });
        }

        private void replaceBy(Worker successor) {
            Worker old = worker;
            install(successor);
            LOG.info("slot={} worker={} next={} took its place", number, old.name(), successor.name());
            old.kill(WorkerDeath.RECYCLED);
        }

        private void install(Worker next) {
            worker = next;
            recycling = new Recycling(origin.lifetime(), ThreadLocalRandom.current());
            watchAge(next);
        }

        private void watchAge(Worker young) {
            recycling.age().ifPresent(age -> {
                long unused = loop.after(age.plusMillis(1), () -> {
                    if (young == worker) {
                        recycle();
                    }
                });
            });
        }

        @Override
        public void dead(Worker dead, long finished, boolean isBlameless) {
            warmings.gone(dead);
            if (succession.isOf(dead)) {
                succession.failed();
                return;
            }
            if (dead != worker) {
                return; // it had been replaced
            }
            boolean unused = idle.remove(this);
            release(System.nanoTime());
            if (closed || isRetired) {
                return;
            }
            Optional<Worker> successor = succession.take();
            if (successor.isEmpty() && !isIn && slots.size() > settings.size().least() && line.isEmpty()) {
                drop(this); // nobody wants it any more
                return;
            }
            Duration pause = isBlameless ? Duration.ZERO : backoff.died(finished > 0);
            if (successor.isPresent()) {
                install(successor.get());
                welcome(worker);
            } else if (pause.isZero()) {
                install(next());
            } else {
                LOG.warn("slot={} its workers die in a row, starting the next in {} ms", number, pause.toMillis());
                long unusedTimer = loop.after(pause, this::restart);
            }
            serve(); // a share may be free without its worker
        }

        private void restart() {
            if (!closed && !isRetired) {
                install(next());
            }
        }
    }
}
