package dev.beworkflows.metrics;

import dev.beworkflows.journal.EndedRuns;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.TaskAttempts;
import dev.beworkflows.workflow.Mode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/** Counts runs and the attempts of their tasks when the runs have ended. */
final class RunMeters implements EndedRuns {

    private final WorkflowTable workflows;
    private final Series<Mode, Timer> durations;
    private final Series<Mode, Timer> delays;

    RunMeters(MeterRegistry registry, WorkflowTable workflows) {
        this.workflows = workflows;
        this.durations = new Series<>(mode -> Buckets.RUN
                .timer("bew.run.duration", "From a run's start to its end")
                .tag("mode", mode.json())
                .register(registry));
        this.delays = new Series<>(mode -> Buckets.RUN
                .timer("bew.run.start.delay", "From when a run was accepted, or retried, to its start")
                .tag("mode", mode.json())
                .register(registry));
    }

    @Override
    public void ended(RunHistory history) {
        Run run = history.run();
        Mode mode = run.header().mode();
        TaskAttempts attempts = new TaskAttempts(history.events());
        WorkflowMeters meters = workflows.of(run.header().version().workflow());
        meters.in(mode).ended(run.status());
        attempts.all().forEach(meters::ended);
        attempts.start().ifPresent(start -> {
            delays.at(mode).record(Duration.between(attempts.begin(), start));
            Instant end = run.times().finishedAt().orElse(start);
            durations.at(mode).record(Duration.between(start, end));
        });
    }
}
