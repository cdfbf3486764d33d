package dev.beworkflows.worker;

import dev.beworkflows.task.Room.NoRoom;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refuses calls that would wait in vain, before anything is done for them. Thread safe. */
final class Doorkeeper {

    private final PoolSettings.Waiting limits;

    Doorkeeper(PoolSettings.Waiting limits) {
        this.limits = limits;
    }

    /** @param waiting how many calls of all workflows wait
     *  @param lane of the call's workflow; null when it was not called lately */
    Optional<NoRoom> refusal(int waiting, @Nullable Lane<?> lane, long now) {
        if (waiting >= limits.calls()) {
            return refused(waiting + " calls wait for a worker already", lane == null ? 0 : lane.expectedNanos(now));
        }
        int ofWorkflow = lane == null ? 0 : lane.waitingCalls();
        if (lane == null || ofWorkflow == 0) {
            return Optional.empty();
        }
        long expected = lane.expectedNanos(now);
        if (ofWorkflow >= limits.ofWorkflow()) {
            return refused(ofWorkflow + " calls of this workflow wait for a worker already", expected);
        }
        long bearable = bearable(lane);
        return expected <= bearable
                ? Optional.empty()
                : refused("a worker would be free in about " + seconds(expected) + " s", expected - bearable);
    }

    /** Whoever calls what takes long is ready to wait longer. */
    private long bearable(Lane<?> lane) {
        long usual = Math.max(limits.expected().toNanos(), 2 * lane.usualRunNanos());
        return Math.min(usual, limits.longest().toNanos());
    }

    private static Optional<NoRoom> refused(String why, long retryNanos) {
        return Optional.of(new NoRoom(why, Duration.ofNanos(retryNanos)));
    }

    private static long seconds(long nanos) {
        return Math.max(1, Math.round(nanos / 1e9));
    }
}
