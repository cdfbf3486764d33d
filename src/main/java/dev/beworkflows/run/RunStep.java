package dev.beworkflows.run;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.beworkflows.run.Happening.Accepted;
import dev.beworkflows.run.Happening.Cancelled;
import dev.beworkflows.run.Happening.Dead;
import dev.beworkflows.run.Happening.Failed;
import dev.beworkflows.run.Happening.Interrupted;
import dev.beworkflows.run.Happening.Log;
import dev.beworkflows.run.Happening.Message;
import dev.beworkflows.run.Happening.MessagesDropped;
import dev.beworkflows.run.Happening.Retried;
import dev.beworkflows.run.Happening.Started;
import dev.beworkflows.run.Happening.Succeeded;
import dev.beworkflows.run.Happening.TaskCancelled;
import dev.beworkflows.run.Happening.TaskFailed;
import dev.beworkflows.run.Happening.TaskPassedOver;
import dev.beworkflows.run.Happening.TaskSkipped;
import dev.beworkflows.run.Happening.TaskStarted;
import dev.beworkflows.run.Happening.TaskSucceeded;
import dev.beworkflows.workflow.TaskName;
import java.time.Instant;
import java.util.Optional;

/** What one event makes of a run. */
record RunStep(Run run, Instant at) implements Happening.Cases<Run> {

    @Override
    public Run accepted(Accepted happening) {
        throw impossible("be accepted twice");
    }

    @Override
    public Run started(Started happening) {
        if (run.status() != RunStatus.ACCEPTED) {
            throw impossible("start twice");
        }
        return run.started(at);
    }

    @Override
    public Run taskStarted(TaskStarted happening) {
        return running().withTask(run.task(happening.task()).started(happening.attempt(), at));
    }

    @Override
    public Run message(Message happening) {
        if (isInterceptors(happening.task())) {
            return run.unchanged();
        }
        running().task(happening.task()).requireStarted(1);
        return run.unchanged();
    }

    @Override
    public Run messagesDropped(MessagesDropped happening) {
        return message(new Message(happening.task(), NullNode.instance));
    }

    @Override
    public Run log(Log happening) {
        if (isInterceptors(happening.task())) {
            return run.unchanged();
        }
        running().task(happening.task()).requireStarted(happening.attempt());
        return run.unchanged();
    }

    @Override
    public Run taskSucceeded(TaskSucceeded happening) {
        TaskRecord task = running().task(happening.task());
        return run.withTask(task.succeeded(happening.attempt(), happening.userTime(), at));
    }

    @Override
    public Run taskFailed(TaskFailed happening) {
        TaskRecord task = running().task(happening.task());
        boolean again = happening.retryIn().isPresent();
        return run.withTask(task.failed(happening.attempt(), happening.failure(), again, at));
    }

    @Override
    public Run taskCancelled(TaskCancelled happening) {
        return running().withTask(run.task(happening.task()).cancelled(happening.attempt(), at));
    }

    @Override
    public Run taskPassedOver(TaskPassedOver happening) {
        return running().withTask(run.task(happening.task()).passedOver());
    }

    @Override
    public Run taskSkipped(TaskSkipped happening) {
        return running().withTask(run.task(happening.task()).skipped(happening.reason()));
    }

    @Override
    public Run interrupted(Interrupted happening) {
        return running().interrupted();
    }

    @Override
    public Run succeeded(Succeeded happening) {
        if (!running().tasks().values().stream().allMatch(TaskRecord::isDone)) {
            throw impossible("succeed with tasks that did not");
        }
        return run.ended(RunStatus.SUCCEEDED, Optional.empty(), happening.timing(), at);
    }

    @Override
    public Run failed(Failed happening) {
        return run.ended(RunStatus.FAILED, Optional.of(happening.failure()), happening.timing(), at);
    }

    @Override
    public Run cancelled(Cancelled happening) {
        Failure why = Failure.of(FailureKind.CANCELLED, Optional.empty(), happening.reason());
        return run.ended(RunStatus.CANCELLED, Optional.of(why), Optional.empty(), at);
    }

    @Override
    public Run dead(Dead happening) {
        return run.ended(RunStatus.DEAD, Optional.of(happening.failure()), Optional.empty(), at);
    }

    @Override
    public Run retried(Retried happening) {
        if (!run.status().isFinal() || run.status() == RunStatus.SUCCEEDED) {
            throw impossible("be retried");
        }
        return run.retried();
    }

    /** It speaks before the start, and need not be a task of the graph. */
    private boolean isInterceptors(TaskName task) {
        return run.status() == RunStatus.ACCEPTED && task.equals(Happening.INTERCEPTOR);
    }

    private Run running() {
        if (run.status() != RunStatus.RUNNING) {
            throw impossible("have task events or succeed before it started");
        }
        return run;
    }

    private IllegalStateException impossible(String what) {
        return new IllegalStateException(
                "run " + run.header().id() + ", " + run.status().json() + ", cannot " + what);
    }
}
