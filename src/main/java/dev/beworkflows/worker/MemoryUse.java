package dev.beworkflows.worker;

import dev.beworkflows.run.DeathCertificate.Memory;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The memory of one worker and of all that it started. The pool's loop says what the worker does, the watch what it has; neither waits for the other.
 *
 * <p>{@link #begin} and {@link #end} are for the loop, {@link #seen} for the watch, all else for any thread.
 */
final class MemoryUse {

    static final Memory UNKNOWN = new Memory(0, 0);

    private final LongSupplier pid;
    private final long mostGrowth;
    private final Listener listener;
    private volatile long limit;
    private volatile long turn;
    private volatile Memory memory = UNKNOWN;
    private volatile long afterFirst;
    private volatile long afterLast;
    private volatile boolean wantsLook;
    private volatile long lookedTurn;
    private volatile long membersTurn;
    private volatile List<Long> members = List.of();

    /** Who is told. On the watch's thread. */
    interface Listener {

        /** In this turn the worker has more than the limit; told again until it is gone. */
        void hasTooMuch(long turn, long limit, Memory has);

        /** An idle worker has grown more than it may. */
        void hasGrown();
    }

    /** @param mostGrowth over what it had after its first task; 0: any */
    MemoryUse(LongSupplier pid, long mostGrowth, Listener listener) {
        this.pid = pid;
        this.mostGrowth = mostGrowth;
        this.listener = listener;
    }

    /**
     * A task begins. Costs two writes.
     *
     * @param bytes that it may have; 0: any
     */
    void begin(long bytes) {
        limit = bytes;
        long before = turn;
        turn = before + (isBusy(before) ? 2 : 1);
    }

    /** No task is executed any more. */
    void end() {
        long before = turn;
        turn = isBusy(before) ? before + 1 : before;
    }

    private static boolean isBusy(long turn) {
        return turn % 2 == 1;
    }

    long turn() {
        return turn;
    }

    long pid() {
        return pid.getAsLong();
    }

    /** As it was seen last. */
    Memory memory() {
        return memory;
    }

    /** By how much an idle worker has grown since its first task; 0: that is not known. */
    long growth() {
        return afterFirst == 0 ? 0 : Math.max(0, afterLast - afterFirst);
    }

    /** Whether it is worth to look at it before it gets its next task: it is never seen idle, and may have grown. */
    boolean wantsLook() {
        return wantsLook;
    }

    /** Whether it did something since it was looked at, or does. */
    boolean isWorthALook() {
        return pid() != 0 && (isBusy(turn) || turn != lookedTurn || memory.equals(UNKNOWN));
    }

    /** Whether it may have started processes that are not known: its task ran already when it was looked at before, or it had none then. */
    boolean mayHaveStarted() {
        long now = turn;
        return members.isEmpty() || (now > 0 && membersTurn == 0) || (isBusy(now) && now == lookedTurn);
    }

    /** The processes that belong to it, as far as they were looked for. */
    List<Long> members() {
        return members;
    }

    void members(List<Long> pids) {
        membersTurn = turn;
        members = List.copyOf(pids);
    }

    long limit() {
        return limit;
    }

    /** @param before the turn before it was looked at */
    void seen(long before, long limitThen, Memory now) {
        memory = now;
        lookedTurn = before;
        if (turn != before) {
            return;
        }
        if (isBusy(before)) {
            seenBusy(before, limitThen, now);
        } else if (before > 0) {
            seenIdle(now);
        }
    }

    private void seenBusy(long before, long limitThen, Memory now) {
        if (limitThen > 0 && now.residentBytes() > limitThen) {
            listener.hasTooMuch(before, limitThen, now);
        }
        boolean isNew = afterFirst == 0 && before > 1;
        wantsLook |= mostGrowth > 0 && (isNew || now.residentBytes() > afterFirst + mostGrowth);
    }

    private void seenIdle(Memory now) {
        wantsLook = false;
        afterLast = now.residentBytes();
        if (afterFirst == 0) {
            afterFirst = now.residentBytes();
        }
        if (mostGrowth > 0 && growth() > mostGrowth) {
            listener.hasGrown();
        }
    }
}
