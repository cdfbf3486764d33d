package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReloadDelaysTest {

    private static final RandomGenerator LEAST = () -> 0L;
    private final RunId run = Samples.newId();

    @Test
    void doublesFromASecondUpToAMinute() {
        ReloadDelays delays = new ReloadDelays(LEAST);
        List<Long> seconds = IntStream.range(0, 9)
                .mapToObj(i -> delays.failed(run).toSeconds())
                .toList();
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), seconds);
    }

    @Test
    void everyRunHasItsOwnRowWhichEndsWithWhatItWaitedFor() {
        ReloadDelays delays = new ReloadDelays(LEAST);
        for (int i = 0; i < 5; i++) {
            var unused = delays.failed(run);
        }
        assertEquals(Duration.ofSeconds(1), delays.failed(Samples.newId()));
        delays.forget(run);
        assertEquals(1, delays.size());
        assertEquals(Duration.ofSeconds(1), delays.failed(run));
    }

    @Test
    void runsThatFailedTogetherComeBackOneByOneAfterHalfTheTimeAtLeast() {
        ReloadDelays delays = new ReloadDelays(new Random(7));
        Set<Duration> all = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            Duration first = delays.failed(Samples.newId());
            assertTrue(first.toMillis() >= 500 && first.toMillis() <= 1_000, first.toString());
            all.add(first);
        }
        assertTrue(all.size() > 50, all.toString());
        for (int i = 0; i < 100_000; i++) { // however often
            assertTrue(delays.failed(run).toMillis() <= 60_000);
        }
        assertTrue(delays.failed(run).toMillis() >= 30_000);
    }
}
