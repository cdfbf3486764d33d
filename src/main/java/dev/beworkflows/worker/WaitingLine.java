package dev.beworkflows.worker;

import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose call gets the next worker: that of the workflow with fewest workers, of those of the one that was served longest ago. Foreground and background
 * are two sides: a foreground workflow without worker comes first, else the side that has fewer. So nobody with few workers waits behind somebody with many, and
 * nobody starves.
 *
 * <p>Bounds: background calls have some of the workers only. A foreground workflow has at most its share while calls of others wait, and also for a second after
 * another one was called, if its own calls keep a worker for long: so a worker is left for who calls often and is quickly done.
 *
 * <p>Pure: knows no workers and no clock. Belongs to one thread; only {@link #known} and {@link #foregroundCalls} may be asked on any.
 *
 * @param <C> a call
 */
final class WaitingLine<C> {

    /** So long after a call its workflow is expected back. */
    static final long RECENT_NANOS = Duration.ofSeconds(1).toNanos();

    /** A worker that is free again after so short a time need not be left to others. */
    static final double SHORT_NANOS = 20e6;

    /** Of more workflows than these those are forgotten that have no call here. */
    static final int REMEMBERED = 1_000;

    private final PoolSettings.Shares shares;
    private final Map<WorkflowId, Lane<C>> foreground = new ConcurrentHashMap<>();
    private final Map<WorkflowId, Lane<C>> background = new HashMap<>();
    private final Set<Lane<C>> waiting = new LinkedHashSet<>();
    private int workers;
    private int foregroundBusy;
    private int backgroundBusy;
    private int foregroundWaiting;
    private int calls;
    private volatile int foregroundCalls;
    private @Nullable Lane<C> latest;
    private long latestOther;

    WaitingLine(PoolSettings.Shares shares) {
        this.shares = shares;
    }

    /** How many workers there are, busy or not. */
    void workers(int number) {
        workers = number;
    }

    Lane<C> lane(WorkflowId workflow, boolean isBackground) {
        Map<WorkflowId, Lane<C>> lanes = isBackground ? background : foreground;
        Lane<C> lane = lanes.get(workflow);
        if (lane == null) {
            if (lanes.size() >= REMEMBERED) {
                lanes.values().removeIf(Lane::isUnused);
            }
            lane = new Lane<>(isBackground);
            lanes.put(workflow, lane);
        }
        return lane;
    }

    /** The foreground lane of a workflow that was called before. On any thread. */
    @Nullable
    Lane<C> known(WorkflowId workflow) {
        return foreground.get(workflow);
    }

    /** A call of the lane came. */
    void arrived(Lane<C> lane, long now) {
        Lane<C> before = latest;
        if (!lane.isBackground() && before != lane) {
            latestOther = before == null ? now - RECENT_NANOS - 1 : before.lastArrival();
            latest = lane;
        }
        lane.arrived(now);
    }

    /** Whether the lane may have one worker more. */
    boolean mayTake(Lane<C> lane, long now) {
        return mayTake(lane, workers, now);
    }

    private boolean mayTake(Lane<C> lane, int ofWorkers, long now) {
        if (lane.isBackground()) {
            return backgroundBusy < shares.ofBackground(ofWorkers);
        }
        return lane.busy() < shares.ofWorkflow(ofWorkers) || !isWantedByOthers(lane, now);
    }

    private boolean isWantedByOthers(Lane<C> lane, long now) {
        int others = foregroundWaiting - (isForegroundWaiting(lane) ? 1 : 0);
        return others > 0 || (lane.usualNanos() > SHORT_NANOS && now - lastOther(lane) <= RECENT_NANOS);
    }

    private static boolean isForegroundWaiting(Lane<?> lane) {
        return !lane.isBackground() && lane.isWaiting();
    }

    /** When another foreground workflow was called last. */
    private long lastOther(Lane<C> lane) {
        Lane<C> last = latest;
        return last == lane || last == null ? latestOther : last.lastArrival();
    }

    /** The call got a worker at once. */
    void taken(Lane<C> lane, boolean hasBegun) {
        lane.taken(!hasBegun);
        count(lane, 1);
    }

    /** The call waits; of a run that had a worker before, it comes before those that had none. */
    void add(Lane<C> lane, C call, Object run, boolean hasBegun, long now) {
        if (!lane.isWaiting()) {
            waiting.add(lane);
            foregroundWaiting += lane.isBackground() ? 0 : 1;
        }
        lane.add(call, run, hasBegun, now);
        waits(lane, 1);
    }

    /** The lane whose call gets a worker that is free now; null when none waits that may have it. */
    @Nullable
    Lane<C> next(long now) {
        Lane<C> best = null;
        for (Lane<C> lane : waiting) {
            if (mayTake(lane, now) && (best == null || isBefore(lane, best))) {
                best = lane;
            }
        }
        return best;
    }

    /** Whether it comes before one that waits for its turn for longer. */
    private boolean isBefore(Lane<C> one, Lane<C> other) {
        if (one.isBackground() == other.isBackground()) {
            return one.busy() < other.busy();
        }
        Lane<C> inForeground = one.isBackground() ? other : one;
        if (inForeground.busy() == 0) {
            return inForeground == one && backgroundBusy > 0;
        }
        return (inForeground == one) == (foregroundBusy <= backgroundBusy);
    }

    /** The next call of a lane that waits; it has a worker from now on, and its lane comes last of its equals. */
    C take(Lane<C> lane) {
        C call = lane.take();
        count(lane, 1);
        waits(lane, -1);
        waiting.remove(lane);
        if (lane.isWaiting()) {
            waiting.add(lane);
        } else {
            foregroundWaiting -= lane.isBackground() ? 0 : 1;
        }
        return call;
    }

    /** The call that was taken last did not get its worker after all. */
    void givenBack(Lane<C> lane) {
        lane.givenBack();
        count(lane, -1);
    }

    /** The call does not want a worker any more. Whether it waited. */
    boolean remove(Lane<C> lane, C call) {
        if (!lane.remove(call)) {
            return false;
        }
        waits(lane, -1);
        if (!lane.isWaiting()) {
            waiting.remove(lane);
            foregroundWaiting -= lane.isBackground() ? 0 : 1;
        }
        return true;
    }

    /** A call of the lane gave its worker back. */
    void released(Lane<C> lane, long heldNanos) {
        lane.released(heldNanos);
        count(lane, -1);
    }

    private void count(Lane<C> lane, int more) {
        if (lane.isBackground()) {
            backgroundBusy += more;
        } else {
            foregroundBusy += more;
        }
    }

    private void waits(Lane<C> lane, int more) {
        calls += more;
        if (!lane.isBackground()) {
            int before = foregroundCalls;
            foregroundCalls = before + more;
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How many calls wait. */
    int size() {
        return calls;
    }

    /** How many of them are in the foreground. On any thread. */
    int foregroundCalls() {
        return foregroundCalls;
    }

    /** How many calls have a worker. */
    int busy() {
        return foregroundBusy + backgroundBusy;
    }

    /** What a further worker would be good for. */
    enum Need {
        NONE,
        /** A call waits behind others of its workflow. */
        MORE,
        /** A foreground call waits although its workflow has no worker. */
        FIRST
    }

    /** What a further worker would be good for, if calls that wait for less than a time do not count. */
    Need need(long now, Duration patience) {
        Need need = Need.NONE;
        for (Lane<C> lane : waiting) {
            if (lane.longestWait(now) > patience.toNanos() && mayTake(lane, workers + 1, now)) {
                if (lane.busy() == 0 && !lane.isBackground()) {
                    return Need.FIRST;
                }
                need = Need.MORE;
            }
        }
        return need;
    }

    /** Takes all calls that wait. */
    List<C> drain() {
        List<C> all = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Lane<C> lane = waiting.iterator().next();
            C call = lane.peek();
            boolean unused = remove(lane, call);
            all.add(call);
        }
        return all;
    }
}
