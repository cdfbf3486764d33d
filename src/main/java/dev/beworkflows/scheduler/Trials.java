package dev.beworkflows.scheduler;

import dev.beworkflows.run.RunHeader;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Task;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Executes single tasks, with the limits and the isolation that they have in a run. May be used on any event loop. */
final class Trials {
    private final Engine engine;

    Trials(Engine engine) {
        this.engine = engine;
    }

    LiveTrial begin(Trial trial) {
        Task task = trial.workflow().workflow().program().graph().tasks().stream()
                .filter(one -> one.name().equals(trial.task()))
                .findFirst()
                .orElseThrow();
        RunHeader header =
                new RunHeader(trial.id(), trial.workflow().version(), Mode.FOREGROUND, trial.caller(), trial.request());
        TaskCall call = new TaskCalls(header, trial.workflow(), engine)
                .of(task, 1, trial.values(), engine.limits().patience(), false);
        Spoken spoken = new Spoken();
        AtomicLong begin = new AtomicLong(System.nanoTime());
        TaskExecution execution = engine.executor()
                .execute(
                        engine.taskApis().open(List.of(call), trial.workflow(), spoken::add),
                        worker -> begin.set(System.nanoTime()));
        Future<LiveTrial.Result> result = execution
                .outcome()
                .map(outcome -> new LiveTrial.Result(
                        told(outcome, trial, call.secrets()),
                        spoken.all(),
                        Duration.ofNanos(System.nanoTime() - begin.get())))
                .onComplete(done -> engine.values().remove(trial.id()));
        return new Live(result, execution);
    }

    private record Live(Future<Result> result, TaskExecution execution) implements LiveTrial {
        @Override
        public void cancel() {
            execution.cancel();
        }
    }

    private static TaskOutcome told(TaskOutcome outcome, Trial trial, SecretValues secrets) {
        if (outcome instanceof TaskOutcome.Raised raised) {
            List<String> required =
                    trial.workflow().workflow().program().needs().requirements();
            return new TaskOutcome.Raised(MissingPackage.explain(raised.failure(), required));
        }
        return outcome instanceof TaskOutcome.Succeeded succeeded
                ? new TaskOutcome.Succeeded(masked(succeeded.output(), secrets), succeeded.userTime())
                : outcome;
    }

    /** What is pushed is seen by tasks only, but here by people. */
    private static TaskOutput masked(TaskOutput output, SecretValues secrets) {
        Map<String, Value> pushed = new HashMap<>();
        output.pushed()
                .forEach((key, value) -> pushed.put(
                        key,
                        value instanceof Value.Json json
                                ? new Value.Json(secrets.masked(json.json()), json.memoryBytes())
                                : value));
        return new TaskOutput(pushed, output.rows(), output.meta(), output.leftFiles(), output.notTaken());
    }
}
