package dev.beworkflows.metrics;

import dev.beworkflows.run.TaskAttempt;
import dev.beworkflows.workflow.Mode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** The meters of one workflow, or of several together. Thread safe. */
final class WorkflowMeters {

    private final MeterRegistry registry;
    private final ModeMeters foreground;
    private final ModeMeters background;
    private final Series<String, Counter> tasks;
    private final Series<String, Timer> durations;
    private final String label;
    private volatile long lastUsed;

    /** @param label of the workflow */
    WorkflowMeters(MeterRegistry registry, String label) {
        this.registry = registry;
        this.label = label;
        foreground = new ModeMeters(registry, label, Mode.FOREGROUND);
        background = new ModeMeters(registry, label, Mode.BACKGROUND);
        tasks = new Series<>(end -> Counter.builder("bew.tasks")
                .description("Attempts of tasks, of runs that ended on this server")
                .tags("workflow", label, "end", end)
                .register(registry));
        durations = new Series<>(workflow -> Buckets.CALL
                .timer("bew.task.duration", "From when a worker took an attempt of a task to its end")
                .tags("workflow", workflow)
                .register(registry));
    }

    /** When it was used last, by the clock of the table. */
    long lastUsed() {
        return lastUsed;
    }

    void used(long now) {
        lastUsed = now;
    }

    ModeMeters in(Mode mode) {
        return switch (mode) {
            case FOREGROUND -> foreground;
            case BACKGROUND -> background;
        };
    }

    void ended(TaskAttempt attempt) {
        tasks.at(TaskEnd.of(attempt)).increment();
        attempt.start().ifPresent(start -> durations.at(label).record(Duration.between(start.at(), attempt.endedAt())));
    }

    void remove() {
        Stream<Meter> ofTasks = Stream.of(tasks, durations).flatMap(series -> series.all().stream());
        Stream.of(foreground.all(), background.all(), ofTasks)
                .flatMap(all -> all)
                .forEach(registry::remove);
    }
}
