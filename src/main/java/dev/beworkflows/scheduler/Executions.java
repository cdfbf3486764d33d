package dev.beworkflows.scheduler;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.run.Happening;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is executing of one run: hands its tasks to workers, chain by chain, and tells how each of them ended. Belongs to the scheduler's loop. */
final class Executions {
    private final CallableWorkflow workflow;
    private final Engine engine;
    private final Chains chains;
    private final RunRecorder recorder;
    private final Stopwatch stopwatch;
    private final Ended ended;
    private final Map<TaskName, TaskExecution> executing = new HashMap<>();
    private boolean begun;
    private long worker;

    /** Told of the end of an attempt, when it does not count among those executing any more. */
    interface Ended {
        void ended(Task task, int attempt, TaskOutcome outcome);
    }

    Executions(
            CallableWorkflow workflow,
            Engine engine,
            Chains chains,
            RunRecorder recorder,
            Stopwatch stopwatch,
            Ended ended) {
        this.workflow = workflow;
        this.engine = engine;
        this.chains = chains;
        this.recorder = recorder;
        this.stopwatch = stopwatch;
        this.ended = ended;
    }

    void begin(Task task, int attempt) {
        Stopwatch.Lap lap = stopwatch.begin();
        TaskExecution along = chains.takenAlong(task.name());
        if (along != null) {
            taken(task, attempt, lap);
        }
        TaskExecution execution = along != null ? along : start(task, attempt, lap);
        executing.put(task.name(), execution);
        execution.outcome().onSuccess(outcome -> ended(task, attempt, lap, outcome));
    }

    private TaskExecution start(Task task, int attempt, Stopwatch.Lap lap) {
        List<TaskCall> chain = chains.from(task, attempt, patience(), begun);
        TaskExecution first = engine.executor()
                .execute(engine.taskApis().open(chain, workflow, recorder::record), pid -> {
                    begun = true;
                    worker = pid;
                    taken(task, attempt, lap);
                });
        chains.started(chain, first);
        return first;
    }

    private void taken(Task task, int attempt, Stopwatch.Lap lap) {
        lap.taken();
        recorder.record(new Happening.TaskStarted(task.name(), attempt, worker));
    }

    /** The first task waits as long as a caller does, the others as long as the run lives. */
    private Duration patience() {
        boolean isFirst = !begun && executing.isEmpty();
        return isFirst ? engine.limits().patience() : engine.limits().run();
    }

    private void ended(Task task, int attempt, Stopwatch.Lap lap, TaskOutcome outcome) {
        lap.ended(outcome.userTime());
        executing.remove(task.name());
        if (!(outcome instanceof TaskOutcome.Succeeded)) {
            chains.broken(task.name());
        }
        ended.ended(task, attempt, outcome);
    }

    boolean isQuiet() {
        return executing.isEmpty();
    }

    void cancel() {
        new ArrayList<>(executing.values()).forEach(TaskExecution::cancel);
    }
}
