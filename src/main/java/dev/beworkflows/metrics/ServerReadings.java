package dev.beworkflows.metrics;

import dev.beworkflows.journal.JournalCounts;
import dev.beworkflows.journal.QueueCounts;
import dev.beworkflows.scheduler.RunCounts;
import dev.beworkflows.worker.WorkerCounts;
import dev.beworkflows.worker.WorkerDeath;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What the rest of the server says of itself, as meters. Thread safe. */
final class ServerReadings {

    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    private static final Duration SLOW_LIFE = Duration.ofSeconds(30);

    private final MeterRegistry registry;
    private final Reading<JournalCounts> journal;
    private final Reading<RunCounts> runs;
    private final Reading<WorkerCounts> workers;
    private final Reading<QueueCounts> queue;
    private final List<Reading<Long>> bytes = new ArrayList<>();
    private final Sources.Spans spans; // held: meters hold nobody

    ServerReadings(Sources sources, MeterRegistry registry) {
        this.registry = registry;
        this.spans = sources.spans();
        this.journal = new Reading<>(sources.journal(), FOR_EVER);
        this.runs = new Reading<>(sources.runs(), FOR_EVER);
        this.workers = new Reading<>(sources.workers(), FOR_EVER);
        this.queue = new Reading<>(sources.slow().queue(), SLOW_LIFE);
        runMeters(sources.limits());
        queueMeters(sources.limits());
        workerMeters();
        journalMeters();
        spanMeters();
        byteMeters(sources.slow().bytes());
        limit("bew.event.streams.limit", sources.limits().streams(), "Most open streams of events");
    }

    /** Asks those who answer at once. */
    Future<Void> ask() {
        return Future.join(List.of(journal.ask(), runs.ask(), workers.ask())).mapEmpty();
    }

    /** Asks those who take their time. */
    Future<Void> askSlow() {
        List<Future<Void>> asked = new ArrayList<>(List.of(queue.ask()));
        bytes.forEach(reading -> asked.add(reading.ask()));
        return Future.join(asked).mapEmpty();
    }

    private void byteMeters(Sources.Bytes sources) {
        bytes(
                "bew.values",
                sources.values(),
                "What pushed values of foreground runs take, in shared memory if there is some");
        bytes("bew.run.files", sources.runFiles(), "What large values and uploads of background runs take");
        bytes("bew.uploads", sources.uploads(), "What uploaded files of requests under way take");
        bytes("bew.objects", sources.objects(), "What the files in the object store take");
        bytes("bew.environments", sources.environments(), "What environments take");
    }

    private void bytes(String name, Supplier<Future<Long>> source, String description) {
        Reading<Long> reading = new Reading<>(source, SLOW_LIFE);
        bytes.add(reading);
        gauge(name, reading, count -> count, description, "bytes");
    }

    private void runMeters(Sources.Limits limits) {
        gauge("bew.foreground.runs", runs, RunCounts::foreground, "Foreground runs under way");
        limit("bew.foreground.runs.limit", limits.foregroundRuns(), "Most foreground runs under way at once");
        gauge("bew.leases.owned", runs, RunCounts::owned, "Background runs that this server owns");
        limit("bew.leases.limit", limits.backgroundRuns(), "Most background runs that this server owns at once");
        counter("bew.leases.lost", runs, RunCounts::lost, "Background runs that this server owned and lost");
        counter(
                "bew.lease.renewals.failed",
                runs,
                RunCounts::failedRenewals,
                "Attempts to renew all leases that the database did not answer in time");
    }

    private void queueMeters(Sources.Limits limits) {
        queued("ready", QueueCounts::ready);
        queued("delayed", QueueCounts::delayed);
        queued("running", QueueCounts::running);
        limit("bew.queue.limit", limits.queuedRuns(), "Most background runs that may wait");
        gauge(
                "bew.queue.oldest",
                queue,
                counts -> age(counts.oldest()),
                "For how long the oldest background run is ready to start; 0: none is",
                "seconds");
    }

    private void queued(String state, ToDoubleFunction<QueueCounts> part) {
        Gauge.builder("bew.queue.runs", () -> queue.get(part))
                .description("Background runs that have not ended, over all servers")
                .tag("state", state)
                .register(registry);
    }

    private void workerMeters() {
        for (String state : WorkerCounts.STATES) {
            Gauge.builder(
                            "bew.workers",
                            () -> workers.get(counts -> counts.byState().getOrDefault(state, 0)))
                    .description("Python processes")
                    .tag("state", state)
                    .register(registry);
        }
        for (String state : WorkerCounts.STATES) {
            Gauge.builder(
                            "bew.workers.resident",
                            () -> workers.get(counts -> counts.residentBytes().getOrDefault(state, 0L)))
                    .description("Memory of Python processes and of all that they started, as it was seen last")
                    .baseUnit("bytes")
                    .tag("state", state)
                    .register(registry);
        }
        for (WorkerDeath kind : WorkerDeath.values()) {
            FunctionCounter.builder(
                            "bew.worker.deaths",
                            workers,
                            reading -> reading.get(counts -> counts.deaths().getOrDefault(kind, 0L)))
                    .description("Python processes that ended")
                    .tag("kind", kind.word())
                    .register(registry);
        }
    }

    private void journalMeters() {
        gauge("bew.journal.live.runs", journal, JournalCounts::live, "Foreground runs whose events are in memory only");
        gauge(
                "bew.journal.waiting.runs",
                journal,
                JournalCounts::waiting,
                "Ended foreground runs that are not saved yet");
        gauge(
                "bew.journal.oldest.waiting",
                journal,
                counts -> age(counts.oldestEnd()),
                "How long ago the oldest of them ended; 0: none waits",
                "seconds");
        counter("bew.journal.saved.runs", journal, JournalCounts::saved, "Ended foreground runs that were saved");
        counter(
                "bew.journal.dropped.runs",
                journal,
                JournalCounts::dropped,
                "Ended foreground runs that were not saved, since too many waited or the database refused them");
    }

    private void spanMeters() {
        FunctionCounter.builder("bew.spans.sent", spans, one -> one.sent().getAsLong())
                .description("Spans that the collector of traces took")
                .register(registry);
        FunctionCounter.builder("bew.spans.dropped", spans, one -> one.dropped().getAsLong())
                .description("Spans that it did not take, or that were too many")
                .register(registry);
    }

    private static double age(Optional<Instant> since) {
        return since.map(from ->
                        Math.max(0, Duration.between(from, Instant.now()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private <T> void gauge(String name, Reading<T> reading, ToDoubleFunction<T> part, String description, String unit) {
        Gauge.builder(name, () -> reading.get(part))
                .description(description)
                .baseUnit(unit)
                .register(registry);
    }

    private <T> void gauge(String name, Reading<T> reading, ToDoubleFunction<T> part, String description) {
        Gauge.builder(name, () -> reading.get(part)).description(description).register(registry);
    }

    private <T> void counter(String name, Reading<T> reading, ToDoubleFunction<T> part, String description) {
        FunctionCounter.builder(name, reading, one -> one.get(part))
                .description(description)
                .register(registry);
    }

    private void limit(String name, int limit, String description) {
        Gauge.builder(name, () -> limit).description(description).register(registry);
    }
}
