package dev.beworkflows.run;

import dev.beworkflows.workflow.TaskName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The state of a run: what its events, applied in order, make of it.
 *
 * @param tasks all of the run's tasks, in the order in which {@link Happening.Accepted} lists them
 * @param failure why the run failed or was cancelled
 * @param timing where the time of a run in the foreground went
 * @param lastSeq of the last event applied
 */
public record Run(
        RunHeader header,
        RunStatus status,
        Map<TaskName, TaskRecord> tasks,
        Optional<Failure> failure,
        Times times,
        Optional<RunTiming> timing,
        long lastSeq) {

    public record Times(Instant acceptedAt, Optional<Instant> startedAt, Optional<Instant> finishedAt) {}

    public Run {
        tasks = TaskRecords.copyOf(tasks);
    }

    /** @throws IllegalStateException when this is not what a run starts with */
    public static Run accepted(RunEvent first) {
        if (first.seq() != 1 || !(first.happening() instanceof Happening.Accepted accepted)) {
            throw new IllegalStateException("a run starts with event 1, accepted, not with event " + first.seq() + ", "
                    + RunEventJson.kind(first.happening()));
        }
        Map<TaskName, TaskRecord> tasks = new LinkedHashMap<>();
        accepted.tasks().forEach(name -> tasks.put(name, TaskRecord.waiting(name)));
        Times times = new Times(first.at(), Optional.empty(), Optional.empty());
        return new Run(accepted.header(), RunStatus.ACCEPTED, tasks, Optional.empty(), times, Optional.empty(), 1);
    }

    /** @throws IllegalStateException when the event cannot follow those before it */
    public Run apply(RunEvent event) {
        if (status.isFinal() && !(event.happening() instanceof Happening.Retried)) {
            throw new IllegalStateException("run " + header.id() + " has ended, nothing can happen to it any more");
        }
        if (event.seq() != lastSeq + 1) {
            throw new IllegalStateException(
                    "event " + event.seq() + " of run " + header.id() + " cannot follow event " + lastSeq);
        }
        return event.happening().on(new RunStep(this, event.at()));
    }

    /**
     * The fold of a run's events.
     *
     * @throws IllegalStateException when they are not the events of a run, in order and from the first on
     */
    public static Run of(List<RunEvent> events) {
        if (events.isEmpty()) {
            throw new IllegalStateException("a run has at least one event");
        }
        Run run = accepted(events.get(0));
        for (RunEvent event : events.subList(1, events.size())) {
            run = run.apply(event);
        }
        return run;
    }

    /** @throws IllegalStateException when the run has no such task */
    public TaskRecord task(TaskName name) {
        TaskRecord task = tasks.get(name);
        if (task == null) {
            throw new IllegalStateException("run " + header.id() + " has no task " + name);
        }
        return task;
    }

    /** One event later, otherwise the same. */
    Run unchanged() {
        return new Run(header, status, tasks, failure, times, timing, lastSeq + 1);
    }

    Run withTask(TaskRecord changed) {
        return new Run(header, status, TaskRecords.copyOf(tasks).with(changed), failure, times, timing, lastSeq + 1);
    }

    Run started(Instant at) {
        Times started = new Times(times.acceptedAt(), Optional.of(at), Optional.empty());
        return new Run(header, RunStatus.RUNNING, tasks, failure, started, timing, lastSeq + 1);
    }

    Run interrupted() {
        return withTasks(TaskRecord::interrupted);
    }

    /** As if it had just been accepted, but for the tasks that are done. */
    Run retried() {
        Run again = withTasks(TaskRecord::retried);
        Times accepted = new Times(times.acceptedAt(), Optional.empty(), Optional.empty());
        return new Run(
                header, RunStatus.ACCEPTED, again.tasks, Optional.empty(), accepted, Optional.empty(), again.lastSeq);
    }

    private Run withTasks(UnaryOperator<TaskRecord> change) {
        Map<TaskName, TaskRecord> all = new LinkedHashMap<>();
        tasks.values().forEach(task -> all.put(task.name(), change.apply(task)));
        return new Run(header, status, all, failure, times, timing, lastSeq + 1);
    }

    /** With the end of every task that has none. */
    Run ended(RunStatus end, Optional<Failure> why, Optional<RunTiming> where, Instant at) {
        Map<TaskName, TaskRecord> all = new LinkedHashMap<>();
        tasks.values().forEach(task -> all.put(task.name(), task.atEndOfRun(at)));
        Times ended = new Times(times.acceptedAt(), times.startedAt(), Optional.of(at));
        return new Run(header, end, all, why, ended, where, lastSeq + 1);
    }
}
