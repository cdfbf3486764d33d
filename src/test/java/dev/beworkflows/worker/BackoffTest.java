package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void doublesFromTheThirdDeathInARowUpToTenSeconds() {
        Backoff backoff = new Backoff();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            millis.add(backoff.died(false).toMillis());
        }
        assertEquals(List.of(0L, 0L, 100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L), millis);
    }

    @Test
    void startsAnewAfterAWorkerThatFinishedACall() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < 5; i++) {
            var unused = backoff.died(false);
        }
        assertEquals(Duration.ZERO, backoff.died(true));
        assertEquals(Duration.ZERO, backoff.died(false));
        assertEquals(Duration.ofMillis(100), backoff.died(false));
    }
}
