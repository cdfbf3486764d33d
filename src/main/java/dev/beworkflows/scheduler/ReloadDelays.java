package dev.beworkflows.scheduler;

import dev.beworkflows.run.RunId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How long runs wait before somebody looks again for what they cannot run without: a second, twice as long with each time, a minute at most. A random part of up to half is left out, so
 * that runs that failed together do not come back together. Belongs to the scheduler's loop.
 */
final class ReloadDelays {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    private final RandomGenerator random;
    private final Map<RunId, Integer> failures = new HashMap<>();

    ReloadDelays(RandomGenerator random) {
        this.random = random;
    }

    /** Counts a failure and says how long to wait. */
    Duration failed(RunId run) {
        int before = failures.merge(run, 1, Integer::sum) - 1;
        long doubled = FIRST.toMillis() << Math.min(before, MOST_DOUBLINGS);
        long longest = Math.min(LONGEST.toMillis(), doubled);
        return Duration.ofMillis(longest - random.nextLong(longest / 2 + 1));
    }

    /** The run has what it needs, or is not ours any more. */
    void forget(RunId run) {
        var unused = failures.remove(run);
    }

    int size() {
        return failures.size();
    }
}
