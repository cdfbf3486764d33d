package dev.beworkflows.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/** Upper bounds of histograms. */
record Buckets(List<Duration> bounds) {

    /** Of what a caller waits for, or what that is made of. */
    static final Buckets CALL = ofMillis(0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000, 60_000);

    /** Of what takes as long as it takes. */
    static final Buckets RUN = ofMillis(1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000, 21_600_000);

    /** Of what should take no time. */
    static final Buckets LAG = ofMillis(1, 2.5, 5, 10, 25, 50, 100, 250, 1_000, 5_000);

    Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(bounds.toArray(Duration[]::new));
    }

    private static Buckets ofMillis(double... millis) {
        return new Buckets(DoubleStream.of(millis)
                .mapToObj(one -> Duration.ofNanos((long) (one * 1_000_000)))
                .toList());
    }
}
