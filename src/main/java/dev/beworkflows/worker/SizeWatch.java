package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Gives a pool further workers while calls wait and the processors are idle, or while a workflow has no worker at all; and takes them away again when they have
 * nothing to do. Sets timers only while calls wait, or while there are more workers than the least number. Belongs to the pool's loop.
 */
final class SizeWatch {

    /** A call that waited for so long shows that there are too few workers. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    /** With less of the processors idle than this further workers would only slow the others down. */
    private static final double FULL_LOAD = 0.8;

    private final EventLoop loop;
    private final PoolSettings.Size limits;
    private final DoubleSupplier load;
    private final Pool pool;
    private boolean looksForGrowth;
    private boolean looksForIdleness;

    /** What is watched. */
    interface Pool {

        int size();

        /** Whether all workers take part, so that it shows what the last one was good for. */
        boolean isSettled();

        /** What a further worker would be good for, if calls that wait for less than the time do not count. */
        WaitingLine.Need need(Duration patience);

        /** Whether all pools together leave room for a further worker. */
        boolean hasRoom();

        void grow();

        /** Stops a worker that has had nothing to do for so long, if there is one. */
        void shrink(Duration idle);
    }

    /** @param load how busy the processors were since it was asked last, from 0 to 1 */
    SizeWatch(EventLoop loop, PoolSettings.Size limits, DoubleSupplier load, Pool pool) {
        this.loop = loop;
        this.limits = limits;
        this.load = load;
        this.pool = pool;
    }

    /** A call has to wait. */
    void waits() {
        if (looksForGrowth || pool.size() >= limits.most()) {
            return;
        }
        if (pool.size() == 0 && pool.hasRoom()) {
            grow(); // there is nothing to be seen of how busy it is
        }
        looksForGrowth = true;
        double unusedLoad = load.getAsDouble(); // from now on
        long unused = loop.after(PATIENCE, this::lookForGrowth);
    }

    private void lookForGrowth() {
        looksForGrowth = false;
        WaitingLine.Need need = pool.need(PATIENCE);
        if (pool.isSettled() && pool.size() < limits.most() && isWorthIt(need) && pool.hasRoom()) {
            grow();
        }
        if (pool.need(Duration.ZERO) != WaitingLine.Need.NONE) {
            waits();
        }
    }

    /** One worker more. */
    void grow() {
        pool.grow();
        watchIdleness();
    }

    private boolean isWorthIt(WaitingLine.Need need) {
        return switch (need) {
            case NONE -> false;
            case FIRST -> true;
            case MORE -> pool.size() == 0 || load.getAsDouble() < FULL_LOAD;
        };
    }

    private void watchIdleness() {
        if (looksForIdleness || pool.size() <= limits.least()) {
            return;
        }
        looksForIdleness = true;
        long unused = loop.after(limits.idle().dividedBy(4), this::lookForIdleness);
    }

    private void lookForIdleness() {
        looksForIdleness = false;
        if (pool.size() > limits.least()) {
            pool.shrink(pool.size() == 1 ? limits.lastIdle() : limits.idle());
        }
        watchIdleness();
    }
}
