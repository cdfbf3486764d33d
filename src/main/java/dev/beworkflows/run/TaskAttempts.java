package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attempts of a run in the order of their ends. */
public final class TaskAttempts {
    private final Map<TaskName, Open> open = new HashMap<>(4);
    private final List<TaskAttempt> ended = new ArrayList<>(4);
    private final List<TaskAttempt> earlier = new ArrayList<>(0);
    private final Map<TaskName, Instant> settled = new HashMap<>(4);
    private Instant begin = Instant.MIN;
    private Optional<Instant> start = Optional.empty();

    /** An attempt that has not ended. */
    record Open(int number, TaskAttempt.Start start) {}

    /** @param events of a run, from the first on */
    public TaskAttempts(List<RunEvent> events) {
        events.forEach(this::add);
    }

    /** Those that have ended since the run was accepted or last retried. */
    public List<TaskAttempt> all() {
        return List.copyOf(ended);
    }

    /** Those that have ended since the run was accepted, however often it was retried after that. */
    List<TaskAttempt> ofAllLives() {
        List<TaskAttempt> all = new ArrayList<>(earlier);
        all.addAll(ended);
        return all;
    }

    /** What a worker is executing of a task. */
    Optional<Open> underWay(TaskName task) {
        return Optional.ofNullable(open.get(task));
    }

    /** When the run was accepted, or last retried. */
    public Instant begin() {
        return begin;
    }

    /** When it began to run after that. */
    public Optional<Instant> start() {
        return start;
    }

    /** When the tasks after this one no longer waited for it; empty: never. Also of an earlier life, since what is done is not done again. */
    public Optional<Instant> settled(TaskName task) {
        return Optional.ofNullable(settled.get(task));
    }

    private void add(RunEvent event) {
        Happening happening = event.happening();
        Instant at = event.at();
        if (happening instanceof Happening.TaskStarted started) {
            open.put(started.task(), new Open(started.attempt(), new TaskAttempt.Start(at, started.worker())));
        } else if (happening instanceof Happening.TaskSucceeded succeeded) {
            end(succeeded.task(), succeeded.attempt(), at, succeeded);
            settled.put(succeeded.task(), at);
        } else if (happening instanceof Happening.TaskPassedOver passedOver) {
            settled.put(passedOver.task(), at);
        } else if (happening instanceof Happening.TaskSkipped skipped) {
            settled.put(skipped.task(), at);
        } else if (happening instanceof Happening.TaskFailed failed) {
            end(failed.task(), failed.attempt(), at, failed);
        } else if (happening instanceof Happening.TaskCancelled cancelled) {
            end(cancelled.task(), cancelled.attempt(), at, cancelled);
        } else if (happening instanceof Happening.Interrupted || happening.endsRun()) {
            cutOff(at, happening);
        } else if (happening instanceof Happening.Started) {
            start = start.or(() -> Optional.of(at));
        } else if (happening instanceof Happening.Accepted || happening instanceof Happening.Retried) {
            begin(at);
        }
    }

    private void begin(Instant at) {
        earlier.addAll(ended);
        ended.clear();
        begin = at;
        start = Optional.empty();
    }

    private void end(TaskName task, int attempt, Instant at, Happening how) {
        Open begun = open.remove(task);
        boolean same = begun != null && begun.number() == attempt;
        ended.add(new TaskAttempt(task, attempt, same ? Optional.of(begun.start()) : Optional.empty(), at, how));
    }

    private void cutOff(Instant at, Happening how) {
        open.forEach(
                (task, begun) -> ended.add(new TaskAttempt(task, begun.number(), Optional.of(begun.start()), at, how)));
        open.clear();
    }
}
