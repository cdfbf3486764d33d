package dev.beworkflows.traces;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.TaskAttempt;
import dev.beworkflows.run.TaskAttempts;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Mode;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes the spans of a run: one for the run, and below it one for each attempt of a task, which begins when the task could start and says when a worker took it. */
final class RunSpans {

    private static final double NANOS = 1e9;

    private final Tracer tracer;

    RunSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** @param parent with the caller's span, if there is one */
    void make(EndedRun run, Context parent, Optional<Graph> graph) {
        boolean waitedFor = run.called().mode() == Mode.FOREGROUND;
        Span span = tracer.spanBuilder(run.version().workflow().value())
                .setParent(parent)
                .setSpanKind(waitedFor ? SpanKind.SERVER : SpanKind.INTERNAL)
                .setStartTimestamp(run.attempts().begin())
                .setAttribute("bew.workflow.id", run.version().workflow().value())
                .setAttribute("bew.workflow.version", (long) run.version().version())
                .setAttribute("bew.run.id", run.id().toString())
                .setAttribute("bew.run.mode", run.called().mode().json())
                .setAttribute("bew.run.status", run.status().json())
                .setAttribute("http.request.method", run.called().method())
                .startSpan();
        Context below = parent.with(span);
        run.attempts().all().forEach(attempt -> make(attempt, run.attempts(), below, graph));
        if (run.status() == RunStatus.FAILED || run.status() == RunStatus.DEAD) {
            run.failure().ifPresent(failure -> failed(span, failure, run.endedAt()));
        }
        span.end(run.endedAt());
    }

    private void make(TaskAttempt attempt, TaskAttempts all, Context run, Optional<Graph> graph) {
        Optional<Instant> ready = ready(attempt, all, graph);
        Instant begin =
                ready.or(() -> attempt.start().map(TaskAttempt.Start::at)).orElse(attempt.endedAt());
        Span span = tracer.spanBuilder(attempt.task().value())
                .setParent(run)
                .setStartTimestamp(begin)
                .setAttribute("bew.task.name", attempt.task().value())
                .setAttribute("bew.task.attempt", (long) attempt.number())
                .startSpan();
        attempt.start().ifPresent(start -> {
            span.setAttribute("bew.worker.pid", start.worker());
            ready.ifPresent(
                    since -> span.setAttribute("bew.task.wait_seconds", seconds(Duration.between(since, start.at()))));
            span.addEvent("worker took the task", Attributes.empty(), start.at());
        });
        ended(span, attempt);
        span.end(attempt.endedAt());
    }

    private static void ended(Span span, TaskAttempt attempt) {
        if (attempt.end() instanceof Happening.TaskFailed failed) {
            failed(span, failed.failure(), attempt.endedAt());
        } else if (attempt.end() instanceof Happening.TaskSucceeded succeeded) {
            span.setAttribute("bew.task.user_seconds", seconds(succeeded.userTime()));
        } else {
            span.setAttribute("bew.task.cut_off", true);
        }
    }

    /**
     * Since when a task waited for a worker: since the tasks before it were done, or since it was to be tried again. Not known after an interruption, or without the graph.
     */
    private static Optional<Instant> ready(TaskAttempt attempt, TaskAttempts all, Optional<Graph> graph) {
        Optional<TaskAttempt> before = all.all().stream()
                .filter(other -> other.task().equals(attempt.task()) && other.number() < attempt.number())
                .reduce((earlier, later) -> later);
        Optional<Instant> ready = before.isPresent()
                ? before.flatMap(RunSpans::nextTry)
                : graph.flatMap(known -> tasksBefore(attempt, all, known));
        Instant latest = attempt.start().map(TaskAttempt.Start::at).orElse(attempt.endedAt());
        return ready.filter(at -> !at.isAfter(latest));
    }

    private static Optional<Instant> nextTry(TaskAttempt failed) {
        return failed.end() instanceof Happening.TaskFailed how
                ? how.retryIn().map(pause -> failed.endedAt().plus(pause))
                : Optional.empty();
    }

    private static Optional<Instant> tasksBefore(TaskAttempt attempt, TaskAttempts all, Graph graph) {
        boolean interrupted = all.all().stream().anyMatch(other -> other.end() instanceof Happening.Interrupted);
        if (interrupted) {
            return Optional.empty();
        }
        return graph.directlyBefore(attempt.task()).stream()
                .map(all::settled)
                .flatMap(Optional::stream)
                .reduce((one, other) -> one.isAfter(other) ? one : other)
                .filter(at -> all.start().filter(at::isAfter).isPresent())
                .or(all::start);
    }

    private static void failed(Span span, Failure failure, Instant at) {
        span.setStatus(StatusCode.ERROR, failure.message());
        span.setAttribute("error.type", failure.type());
        span.setAttribute("bew.failure.kind", failure.kind().json());
        Attributes exception = Attributes.builder()
                .put("exception.type", failure.type())
                .put("exception.message", failure.message())
                .put("exception.stacktrace", failure.traceback())
                .build();
        span.addEvent("exception", exception, at);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }
}
