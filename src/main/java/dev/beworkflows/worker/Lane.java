package dev.beworkflows.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one workflow, in the foreground or in the background: which wait, how many have a worker, how long they usually take.
 *
 * <p>Belongs to its line; only {@link #expectedNanos} and {@link #waitingCalls} may be asked on any thread.
 *
 * @param <C> a call
 */
final class Lane<C> {

    private final boolean background;
    private final Deque<Ticket<C>> begun = new ArrayDeque<>();
    private final Deque<Ticket<C>> fresh = new ArrayDeque<>();
    private final Average held = new Average();
    private final Average callsOfARun = new Average();
    private int calls;
    private int freshRuns;
    private int busy;
    private long lastArrival;
    private volatile Forecast forecast = Forecast.NOTHING_WAITS;

    /**
     * A call that waits.
     *
     * @param opensRun whether it is the first of its run
     * @param since when it came
     */
    private record Ticket<C>(C call, Object run, boolean opensRun, long since) {}

    /**
     * What is known for calls that come now.
     *
     * @param ahead how long what waits already keeps the lane's workers busy
     * @param first when the call came that waits longest of runs that have not begun, if any waits
     * @param run how long a run usually keeps workers
     */
    private record Forecast(int waiting, long ahead, OptionalLong first, long run) {
        private static final Forecast NOTHING_WAITS = new Forecast(0, 0, OptionalLong.empty(), 0);
    }

    Lane(boolean background) {
        this.background = background;
    }

    boolean isBackground() {
        return background;
    }

    boolean isWaiting() {
        return !begun.isEmpty() || !fresh.isEmpty();
    }

    /** How many of its calls have a worker. */
    int busy() {
        return busy;
    }

    long lastArrival() {
        return lastArrival;
    }

    void arrived(long now) {
        lastArrival = now;
    }

    /** Whether it is nobody's. */
    boolean isUnused() {
        return busy == 0 && !isWaiting();
    }

    /** How long one of its calls usually keeps a worker. */
    double usualNanos() {
        return held.mean();
    }

    /** @param hasBegun whether its run had a worker before */
    void add(C call, Object run, boolean hasBegun, long now) {
        Ticket<C> last = fresh.peekLast();
        boolean opensRun = !hasBegun && (last == null || !last.run().equals(run));
        (hasBegun ? begun : fresh).addLast(new Ticket<>(call, run, opensRun, now));
        freshRuns += opensRun ? 1 : 0;
        foresee();
    }

    /** The next call: runs that have begun come first, of each kind the one that came first. */
    C take() {
        Ticket<C> next = begun.isEmpty() ? fresh.removeFirst() : begun.removeFirst();
        taken(next.opensRun());
        freshRuns -= next.opensRun() ? 1 : 0;
        foresee();
        return next.call();
    }

    /** A call got a worker without waiting, or after it. */
    void taken(boolean opensRun) {
        busy++;
        if (opensRun && calls > 0) {
            callsOfARun.add(calls);
            calls = 0;
        }
        calls++;
    }

    /** A call gave its worker back, however it ended. */
    void released(long heldNanos) {
        busy--;
        held.add(Math.max(1.0, (double) heldNanos));
        if (isWaiting()) {
            foresee();
        }
    }

    /** A call was taken, and got no worker. */
    void givenBack() {
        busy--;
        if (isWaiting()) {
            foresee();
        }
    }

    /** A call that waits. */
    C peek() {
        return (begun.isEmpty() ? fresh : begun).element().call();
    }

    boolean remove(C call) {
        return remove(begun, call) || remove(fresh, call);
    }

    private boolean remove(Deque<Ticket<C>> from, C call) {
        for (Iterator<Ticket<C>> tickets = from.iterator(); tickets.hasNext(); ) {
            Ticket<C> ticket = tickets.next();
            if (ticket.call().equals(call)) {
                tickets.remove();
                freshRuns -= ticket.opensRun() ? 1 : 0;
                foresee();
                return true;
            }
        }
        return false;
    }

    /** The last call of those whose run has not begun, if it will still wait when it has waited for so long. */
    Optional<C> hopeless(long now, long patienceNanos) {
        Ticket<C> last = fresh.peekLast();
        if (last == null || !last.opensRun() || busy == 0) {
            return Optional.empty();
        }
        double ahead = (work() - runNanos()) / busy;
        return now - last.since() + ahead > patienceNanos ? Optional.of(last.call()) : Optional.empty();
    }

    /** How long the call waits that has waited longest. */
    long longestWait(long now) {
        return Math.max(wait(begun.peekFirst(), now), wait(fresh.peekFirst(), now));
    }

    private static long wait(@Nullable Ticket<?> first, long now) {
        return first == null ? 0 : now - first.since();
    }

    /**
     * How long a call that came now would wait: what is ahead of it by the usual time of a call, but at least as long as the first in the line has waited,
     * which is what is known when no call has ended yet. On any thread.
     */
    long expectedNanos(long now) {
        Forecast known = forecast;
        long first = known.first().isPresent() ? now - known.first().getAsLong() : 0;
        return Math.max(known.ahead(), first);
    }

    /** How many calls wait. On any thread. */
    int waitingCalls() {
        return forecast.waiting();
    }

    /** How long a run usually keeps workers; 0 when nothing waits, or nothing is known. On any thread. */
    long usualRunNanos() {
        return forecast.run();
    }

    private void foresee() {
        if (!isWaiting()) {
            forecast = Forecast.NOTHING_WAITS;
            return;
        }
        Ticket<C> first = fresh.peekFirst();
        forecast = new Forecast(
                begun.size() + fresh.size(),
                (long) (work() / Math.max(1, busy)),
                first == null ? OptionalLong.empty() : OptionalLong.of(first.since()),
                (long) runNanos());
    }

    private double runNanos() {
        return held.mean() * Math.max(1, callsOfARun.mean());
    }

    /** For how long what waits will keep workers. */
    private double work() {
        return freshRuns * runNanos() + begun.size() * held.mean();
    }
}
