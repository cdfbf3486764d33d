package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecyclingTest {

    private static final Duration YOUNG = Duration.ZERO;

    private static Recycling recycling(int tasks, long growth, Optional<Duration> age, int seed) {
        return new Recycling(new PoolSettings.Lifetime(tasks, growth, age), new Random(seed));
    }

    @Test
    void aWorkerThatIsWellLivesOn() {
        Recycling endless = new Recycling(PoolSettings.Lifetime.ENDLESS, new Random(1));
        assertEquals(Optional.empty(), endless.reason(1_000_000_000, Long.MAX_VALUE, Duration.ofDays(1_000)));
        assertEquals(
                Optional.empty(),
                recycling(100, 100, Optional.of(Duration.ofHours(1)), 1).reason(50, 50, YOUNG));
    }

    @Test
    void theNumberOfTasksDiffersByUpToATenth() {
        Set<Integer> firsts = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            Recycling recycling = new Recycling(new PoolSettings.Lifetime(1000, 0, Optional.empty()), random);
            int first = 0;
            while (recycling.reason(first, 0, YOUNG).isEmpty()) {
                first++;
            }
            assertTrue(first >= 900 && first <= 1100, "after " + first);
            firsts.add(first);
        }
        assertTrue(firsts.size() > 30, firsts.toString());
    }

    @Test
    void growthIsBeyondTheBoundAndSaidInWords() {
        Recycling recycling = recycling(0, 300 << 20, Optional.empty(), 1);
        assertEquals(Optional.empty(), recycling.reason(1, 300 << 20, YOUNG));
        assertEquals(Optional.of("has grown by 301 MiB since its first task"), recycling.reason(1, 301 << 20, YOUNG));
    }

    @Test
    void theAgeDiffersByUpToATenth() {
        Duration age =
                recycling(0, 0, Optional.of(Duration.ofSeconds(100)), 7).age().orElseThrow();
        assertTrue(age.toSeconds() >= 90 && age.toSeconds() <= 110, age.toString());
        assertTrue(recycling(0, 0, Optional.of(Duration.ofSeconds(100)), 7)
                .reason(0, 0, age)
                .isPresent());
        assertEquals(
                Optional.empty(),
                recycling(0, 0, Optional.of(Duration.ofSeconds(100)), 7).reason(0, 0, age.minusMillis(1)));
    }
}
