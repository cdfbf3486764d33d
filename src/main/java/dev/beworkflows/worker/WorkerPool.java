package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.TaskOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of slots, each with a worker: gives waiting calls to idle workers, the one that was busy last first (its caches are warm), and replaces the dead.
 *
 * <p>Its state belongs to one event loop; its public methods may be called from any thread.
 */
public final class WorkerPool implements TaskExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);

    /** So many failed starts before any worker was ready mean that none will be. */
    private static final int GIVE_UP_STARTS = 3;

    private static final Duration WARMING = Duration.ofSeconds(10);

    private final EventLoop loop;
    private final WorkerConnection.Origin origin;
    private final List<Slot> slots = new ArrayList<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Deque<PendingCall> waiting = new ArrayDeque<>();
    private final List<Warming> warmings = new ArrayList<>();
    private @Nullable Worker loading;
    private final Promise<Void> firstReady = Promise.promise();
    private final Map<WorkerDeath, Long> deaths = new EnumMap<>(WorkerDeath.class);
    private int failedStarts;
    private boolean closed;

    private WorkerPool(EventLoop loop, WorkerConnection.Origin origin) {
        this.loop = loop;
        this.origin = origin;
    }

    /** Makes a pool and starts its workers. */
    public static WorkerPool start(EventLoop loop, WorkerHost host) {
        WorkerPool pool = new WorkerPool(loop, host.origin());
        loop.run(pool::fill);
        return pool;
    }

    /** Succeeds when the first worker is ready; fails when none comes up. */
    public Future<Void> ready() {
        return firstReady.future();
    }

    public Future<WorkerCounts> counts() {
        Promise<WorkerCounts> counted = loop.promiseForCaller();
        loop.run(() -> counted.complete(
                WorkerCounts.of(slots.stream().map(slot -> slot.worker.state()).toList(), deaths)));
        return counted.future();
    }

    @Override
    public TaskExecution execute(List<TaskAttempt> chain, LongConsumer started) {
        PendingCall pending = new PendingCall(loop, chain, started);
        loop.run(() -> accept(pending));
        return pending.first();
    }

    /**
     * Lets every worker load code before calls of it come, one worker after the other, so that the others go on serving. Completes when all have, or when it
     * has taken too long: a worker that is busy all the time loads the code with its first call.
     */
    public Future<Void> warm(List<CodeUnit> code) {
        Promise<Void> done = loop.promiseForCaller();
        loop.run(() -> {
            Warming warming =
                    new Warming(code, slots.stream().map(slot -> slot.worker).toList(), done);
            warmings.add(warming);
            long timer = loop.after(WARMING, warming::end);
            warming.done()
                    .onComplete(ended -> loop.run(() -> {
                        loop.cancel(timer);
                        warmings.remove(warming);
                    }));
            warmNext();
        });
        return done.future();
    }

    private void warmNext() {
        for (Warming warming : List.copyOf(warmings)) {
            Optional<Worker> worker = loading == null ? warming.next(List.copyOf(idle)) : Optional.empty();
            worker.ifPresent(chosen -> {
                idle.remove(chosen);
                loading = chosen;
                chosen.load(chosen.unknownOf(warming.code()), WARMING);
            });
        }
    }

    private void left(Worker worker) {
        if (loading == worker) {
            loading = null;
        }
    }

    /** Kills all workers; calls that they have end as lost, and so do later ones. */
    public Future<Void> close() {
        Promise<Void> done = Promise.promise();
        loop.run(() -> {
            closed = true;
            new ArrayList<>(waiting).forEach(pending -> giveUp(pending, "the server is stopping"));
            slots.forEach(slot -> slot.worker.kill());
            done.complete();
        });
        return done.future();
    }

    private void fill() {
        for (int number = 1; number <= origin.settings().count(); number++) {
            slots.add(new Slot(number));
        }
    }

    private void accept(PendingCall pending) {
        Worker worker = idle.pollFirst();
        if (worker != null) {
            worker.assign(pending);
        } else if (closed) {
            giveUp(pending, "the server is stopping");
        } else {
            waiting.addLast(pending);
            Duration patience = pending.call().limits().patience();
            pending.enter(
                    () -> withdraw(pending),
                    patience,
                    () -> giveUp(pending, "no worker became free within " + patience.toMillis() / 1000.0 + " s"));
        }
    }

    private void withdraw(PendingCall pending) {
        if (waiting.remove(pending)) {
            pending.end(new TaskOutcome.Cancelled());
        }
    }

    private void giveUp(PendingCall pending, String why) {
        boolean unused = waiting.remove(pending);
        pending.end(new TaskOutcome.NoWorker(
                Failure.of(FailureKind.NO_WORKER, Optional.of(pending.call().task()), why)));
    }

    /** The place of one worker; outlives it. */
    private final class Slot implements Worker.Owner {

        private final int number;
        private final Backoff backoff = new Backoff();
        private int generation;
        private Worker worker;

        Slot(int number) {
            this.number = number;
            this.worker = next();
        }

        private Worker next() {
            generation++;
            return new Worker("worker-" + number + "." + generation, loop, this, origin);
        }

        @Override
        public void idle(Worker worker) {
            boolean unused = firstReady.tryComplete();
            left(worker);
            PendingCall pending = waiting.pollFirst();
            if (pending != null) {
                worker.assign(pending);
            } else {
                idle.addFirst(worker);
                warmNext();
            }
        }

        @Override
        public void died(WorkerDeath how) {
            deaths.merge(how, 1L, Long::sum);
        }

        @Override
        public void failedToStart(String why) {
            failedStarts++;
            if (failedStarts >= GIVE_UP_STARTS) {
                boolean unused = firstReady.tryFail("no worker comes up: " + why);
            }
        }

        @Override
        public void dead(Worker dead, long finished, boolean wasStopped) {
            boolean unused = idle.remove(dead);
            left(dead);
            List.copyOf(warmings).forEach(warming -> warming.finished(dead));
            if (closed) {
                return;
            }
            Duration pause = wasStopped ? Duration.ZERO : backoff.died(finished > 0);
            if (pause.isZero()) {
                worker = next();
            } else {
                LOG.warn("slot={} its workers die in a row, starting the next in {} ms", number, pause.toMillis());
                long unusedTimer = loop.after(pause, this::restart);
            }
        }

        private void restart() {
            if (!closed) {
                worker = next();
            }
        }
    }
}
