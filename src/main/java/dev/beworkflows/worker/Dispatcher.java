package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.task.Room.NoRoom;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Gives calls to idle workers, the one that was busy last first (its caches are warm), and lets the others wait in a line. Workers for which no call waits load
 * code before calls of it come.
 *
 * <p>Belongs to the pool's loop; only {@link #refusal} may be asked on any thread.
 */
final class Dispatcher {

    /** How often it is looked whether a worker that is left to others may be had. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final EventLoop loop;
    private final PoolSettings.Waiting waiting;
    private final CrashLoops crashLoops;
    private final Warmings warmings;
    private final Runnable onWait;
    private final WaitingLine<PendingCall> line;
    private final Doorkeeper doorkeeper;
    private final Deque<Slot> idle = new ArrayDeque<>();
    private final Map<Slot, Assignment> assignments = new HashMap<>();
    private boolean looksAgain;
    private boolean closed;

    /** @param onWait told when a call has to wait */
    Dispatcher(EventLoop loop, PoolSettings settings, CrashLoops crashLoops, Warmings warmings, Runnable onWait) {
        this.loop = loop;
        this.waiting = settings.waiting();
        this.crashLoops = crashLoops;
        this.warmings = warmings;
        this.onWait = onWait;
        this.line = new WaitingLine<>(settings.shares());
        this.doorkeeper = new Doorkeeper(waiting);
    }

    /** A worker has a call of the lane. */
    private record Assignment(Lane<PendingCall> lane, long since) {}

    /** Why a call of the workflow would wait in vain; empty when there is room for it. */
    Optional<NoRoom> refusal(WorkflowId workflow) {
        Optional<NoRoom> damped = crashLoops.refusal(workflow, System.nanoTime());
        int calls = line.foregroundCalls();
        return calls == 0 || damped.isPresent()
                ? damped
                : doorkeeper.refusal(calls, line.known(workflow), System.nanoTime());
    }

    /** A call came: it gets an idle worker at once, waits for one, or is refused. */
    void accept(PendingCall pending, boolean background) {
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
            give(pending, lane, now);
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
        onWait.run();
        lookAgain();
    }

    private static void giveUp(PendingCall pending, String why) {
        pending.end(new TaskOutcome.NoWorker(
                Failure.of(FailureKind.NO_WORKER, Optional.of(pending.call().task()), why)));
    }

    private void give(PendingCall pending, Lane<PendingCall> lane, long now) {
        Slot slot = idle.removeFirst();
        assignments.put(slot, new Assignment(lane, now));
        warmings.called(pending.call().code());
        crashLoops.begin(pending.chain(), now);
        slot.worker().assign(pending);
    }

    /** Gives idle workers to calls that wait. */
    void serve() {
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
                give(pending, lane, now);
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

    /** The slot's worker has nothing to do. */
    void idle(Slot slot) {
        idle.addFirst(slot);
        serve();
    }

    /** The slot gets no call for now. Whether its worker was idle. */
    boolean withdraw(Slot slot) {
        return idle.remove(slot);
    }

    /** The slot's worker has no call any more, if it had one. */
    void released(Slot slot) {
        Assignment ended = assignments.remove(slot);
        if (ended != null) {
            long now = System.nanoTime();
            line.released(ended.lane(), now - ended.since());
            refuseHopeless(ended.lane(), now);
        }
    }

    /** Now that more is known of how long calls take: who will not have a worker in time shall know that at once. */
    private void refuseHopeless(Lane<PendingCall> lane, long now) {
        if (lane.isBackground()) {
            return;
        }
        long patience = waiting.longest().toNanos();
        Optional<PendingCall> last = lane.hopeless(now, patience);
        while (last.isPresent()) {
            boolean unused = line.remove(lane, last.get());
            giveUp(last.get(), "no worker will be free in time, since too many calls wait for one");
            last = lane.hopeless(now, patience);
        }
    }

    /** Lets an idle worker load code that is to be called soon, if no other one is at it. */
    void warmNext() {
        if (!warmings.isEmpty() && !idle.isEmpty()) {
            warmings.begin(idle.stream().map(Slot::worker).toList())
                    .ifPresent(loading -> idle.removeIf(slot -> slot.worker() == loading));
        }
    }

    /** The calls that wait. */
    WaitingLine<PendingCall> line() {
        return line;
    }

    /** How many workers have nothing to do. */
    int idleWorkers() {
        return idle.size();
    }

    /** The slot whose worker has had nothing to do for the longest time: those that were busy last come first. */
    Optional<Slot> longestIdle() {
        return Optional.ofNullable(idle.peekLast());
    }

    /** Refuses the calls that wait, and later ones. */
    void close() {
        closed = true;
        line.drain().forEach(pending -> giveUp(pending, "the server is stopping"));
    }
}
