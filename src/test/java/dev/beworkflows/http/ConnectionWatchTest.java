package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {

    private static final HttpLimits.Transport LIMITS =
            new HttpLimits.Transport(1_000, 1_000, Duration.ofSeconds(30), 1_000, false);

    private long now = 77;
    private final ConnectionWatch.Clock clock = new ConnectionWatch(LIMITS, () -> now).new Clock();

    @Test
    void aNewConnectionHasTheIdleTimeForTheHeadOfARequest() {
        passes(30);
        assertFalse(clock.isOver(now));
        passes(1);
        assertTrue(clock.isOver(now));
    }

    @Test
    void aRunMayTakeAnyTime() {
        clock.began();
        clock.arrived();
        passes(3_600);
        assertFalse(clock.isOver(now));
        clock.answering(true, 10);
        clock.answered();
        passes(29);
        assertFalse(clock.isOver(now));
        passes(2);
        assertTrue(clock.isOver(now));
    }

    @Test
    void aBodyMayTakeAnyTimeAtTheLowestRate() {
        clock.began();
        for (int second = 0; second < 3_600; second++) {
            passes(1);
            clock.received(1_000);
            assertFalse(clock.isOver(now));
        }
        passes(31);
        assertTrue(clock.isOver(now));
    }

    @Test
    void aByteASecondDoesNotKeepAConnectionOpen() {
        clock.began();
        for (int second = 0; second < 31; second++) {
            passes(1);
            clock.received(1);
        }
        assertTrue(clock.isOver(now));
    }

    @Test
    void aFastStartBuysNoMoreThanTheIdleTime() {
        clock.began();
        clock.received(1_000_000);
        passes(31);
        assertTrue(clock.isOver(now));
    }

    @Test
    void theTimeForTakingAnAnswerGrowsWithIt() {
        clock.began();
        clock.arrived();
        clock.answering(true, 60_000);
        passes(89);
        assertFalse(clock.isOver(now));
        passes(2);
        assertTrue(clock.isOver(now));
    }

    @Test
    void whileOneRequestRunsAnotherMayNotDribble() {
        clock.began();
        clock.arrived();
        clock.began();
        passes(31);
        assertTrue(clock.isOver(now));
    }

    @Test
    void anAnswerBeforeTheBodyEndsLeavesTheIdleTimeForTheRest() {
        clock.began();
        clock.answering(false, 0);
        clock.answered();
        passes(29);
        assertFalse(clock.isOver(now));
        passes(2);
        assertTrue(clock.isOver(now));
    }

    private void passes(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }
}
