package dev.beworkflows.metrics;

import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.Mode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** The meters of one workflow in one mode. Thread safe. */
final class ModeMeters {

    private final Series<StatusClass, Counter> calls;
    private final Series<Mode, Timer> durations;
    private final Series<RunStatus, Counter> runs;
    private final Mode mode;

    ModeMeters(MeterRegistry registry, String workflow, Mode mode) {
        this.mode = mode;
        Tags tags = Tags.of("workflow", workflow, "mode", mode.json());
        calls = new Series<>(status -> Counter.builder("bew.calls")
                .description("Answers to calls")
                .tags(tags.and("status", status.word()))
                .register(registry));
        durations = new Series<>(same -> Buckets.CALL
                .timer(
                        "bew.call.duration",
                        "From the head of a call's request to its answer; without those that get a stream of events")
                .tags(tags)
                .register(registry));
        runs = new Series<>(status -> Counter.builder("bew.runs")
                .description("Runs that ended on this server; again when they were retried")
                .tags(tags.and("status", status.json()))
                .register(registry));
    }

    void called(int status) {
        calls.at(StatusClass.of(status)).increment();
    }

    void took(Duration time) {
        durations.at(mode).record(time);
    }

    void ended(RunStatus status) {
        runs.at(status).increment();
    }

    Stream<Meter> all() {
        return Stream.of(calls, durations, runs).flatMap(series -> series.all().stream());
    }
}
