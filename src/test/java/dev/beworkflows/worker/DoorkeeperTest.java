package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.Room.NoRoom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {

    private static final long MILLI = 1_000_000;
    private static final PoolSettings.Waiting LIMITS =
            new PoolSettings.Waiting(100, Duration.ofSeconds(2), Duration.ofSeconds(15));

    private final Lane<String> lane = new Lane<>(false);
    private final long now = 9_000 * MILLI;

    private Optional<NoRoom> refusal(long at) {
        return new Doorkeeper(LIMITS).refusal(lane.waitingCalls(), lane, at);
    }

    /** Two workers, whose calls take so long; so many calls wait. */
    private void busy(int millis, int waiting) {
        lane.taken(true);
        lane.taken(true);
        lane.taken(true);
        lane.released(millis * MILLI);
        for (int i = 0; i < waiting; i++) {
            lane.add("call " + i, i, false, now);
        }
    }

    @Test
    void whoWouldWaitTooLongIsRefusedAndToldWhenToComeAgain() {
        busy(1_000, 4);
        assertEquals(Optional.empty(), refusal(now));
        lane.add("one more", "run", false, now);
        NoRoom refused = refusal(now).orElseThrow();
        assertEquals("a worker would be free in about 3 s", refused.why());
        assertEquals(Duration.ofMillis(500), refused.retryAfter());
    }

    @Test
    void whoCallsWhatTakesLongMayWaitLonger() {
        busy(5_000, 4);
        assertEquals(Optional.empty(), refusal(now));
        lane.add("one more", "run", false, now);
        assertEquals(Duration.ofMillis(2_500), refusal(now).orElseThrow().retryAfter());
    }

    @Test
    void butNeverLongerThanTheLongest() {
        busy(60_000, 1);
        assertEquals(Duration.ofSeconds(15), refusal(now).orElseThrow().retryAfter());
    }

    @Test
    void whileNothingIsKnownTheFirstInTheLineTells() {
        lane.taken(true);
        lane.add("call", "run", false, now);
        assertEquals(Optional.empty(), refusal(now + 1_900 * MILLI));
        assertTrue(refusal(now + 2_100 * MILLI).isPresent());
    }

    @Test
    void aRunOfManyCallsCountsAsOneRun() {
        busy(10, 0);
        for (int i = 0; i < 45; i++) {
            lane.add("branch " + i, "one run", true, now);
        }
        assertEquals(Optional.empty(), refusal(now));
        assertEquals(225 * MILLI, lane.expectedNanos(now));
    }

    @Test
    void callsOfARunThatOpensWithManyAreNotManyRuns() {
        busy(100, 0);
        for (int i = 0; i < 45; i++) {
            lane.add("branch " + i, "one run", false, now);
        }
        assertEquals(50 * MILLI, lane.expectedNanos(now));
    }

    @Test
    void runsOfSeveralCallsTakeLonger() {
        for (int run = 0; run < 50; run++) {
            lane.taken(true);
            lane.released(100 * MILLI);
            lane.taken(false);
            lane.released(100 * MILLI);
        }
        lane.taken(true);
        lane.add("call", "run", false, now);
        assertEquals(200.0, lane.expectedNanos(now) / (double) MILLI, 1);
    }

    @Test
    void oneWorkflowMayFillHalfOfTheLine() {
        busy(1, 50);
        assertEquals(
                "50 calls of this workflow wait for a worker already",
                refusal(now).orElseThrow().why());
    }

    @Test
    void aFullLineTakesNobody() {
        Doorkeeper doorkeeper = new Doorkeeper(LIMITS);
        assertEquals(Optional.empty(), doorkeeper.refusal(99, null, now));
        assertEquals(
                "100 calls wait for a worker already",
                doorkeeper.refusal(100, null, now).orElseThrow().why());
    }

    @Test
    void whoCameBeforeAnythingWasKnownAndWillNotHaveAWorkerInTimeIsFound() {
        busy(1_000, 40);
        long patience = 15_000 * MILLI;
        long later = now + 1_000 * MILLI;
        int hopeless = 0;
        while (lane.hopeless(later, patience).isPresent()) {
            assertTrue(lane.remove(lane.hopeless(later, patience).get()));
            hopeless++;
        }
        assertEquals(11, hopeless, "of two workers 29 calls of a second are begun within 14 s");
    }

    @Test
    void oneCallThatHungChangesLittle() {
        busy(20, 20);
        assertEquals(200 * MILLI, lane.expectedNanos(now));
        lane.taken(true);
        lane.released(300_000 * MILLI);
        assertTrue(lane.expectedNanos(now) < 400 * MILLI);
        assertEquals(Optional.empty(), refusal(now));
    }

    @Test
    void whoLeavesIsNotCounted() {
        busy(1_000, 5);
        assertTrue(refusal(now).isPresent());
        assertTrue(lane.remove("call 3"));
        assertEquals(Optional.empty(), refusal(now));
    }
}
