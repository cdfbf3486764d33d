package dev.beworkflows.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides when one worker has lived long enough. Each draws its own bounds, up to a tenth off the set ones. */
final class Recycling {

    private static final double JITTER = 0.1;

    private final long tasks;
    private final long growthBytes;
    private final Optional<Duration> age;

    Recycling(PoolSettings.Lifetime lifetime, RandomGenerator random) {
        double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
        this.tasks = Math.round(lifetime.tasks() * factor);
        this.growthBytes = lifetime.growthBytes();
        this.age = lifetime.age().map(set -> Duration.ofMillis((long) (set.toMillis() * factor)));
    }

    /** Why it is time for another worker, in words; empty when it is not. */
    Optional<String> reason(long finished, long growth, Duration lived) {
        if (tasks > 0 && finished >= tasks) {
            return Optional.of("has finished " + finished + " tasks");
        }
        if (growthBytes > 0 && growth > growthBytes) {
            return Optional.of("has grown by " + (growth >> 20) + " MiB since its first task");
        }
        if (age.isPresent() && lived.compareTo(age.get()) >= 0) {
            return Optional.of("is " + lived.toSeconds() + " s old");
        }
        return Optional.empty();
    }

    /** When it will be too old, from its start. */
    Optional<Duration> age() {
        return age;
    }
}
