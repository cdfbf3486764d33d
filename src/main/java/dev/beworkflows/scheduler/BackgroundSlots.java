package dev.beworkflows.scheduler;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.task.TaskOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Lets the tasks of background runs have some of the workers only, so that a foreground call never waits for hours of work. Its state belongs to the scheduler's loop. */
public final class BackgroundSlots implements TaskExecutor {
    private final EventLoop loop;
    private final TaskExecutor workers;
    private final int most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int busy;

    /** @param most how many workers may execute tasks of background runs at once */
    public BackgroundSlots(EventLoop loop, TaskExecutor workers, int most) {
        this.loop = loop;
        this.workers = workers;
        this.most = most;
    }

    @Override
    public TaskExecution execute(List<TaskAttempt> chain, LongConsumer started) {
        Waiting one = new Waiting(chain, started);
        loop.run(() -> {
            waiting.addLast(one);
            startNext();
        });
        return one;
    }

    private void startNext() {
        while (busy < most && !waiting.isEmpty()) {
            busy++;
            waiting.removeFirst().start();
        }
    }

    private final class Waiting implements TaskExecution {
        private final List<TaskAttempt> chain;
        private final LongConsumer started;
        private final Promise<TaskOutcome> outcome = loop.promiseForCaller();
        private @Nullable TaskExecution execution;

        Waiting(List<TaskAttempt> chain, LongConsumer started) {
            this.chain = chain;
            this.started = started;
        }

        @Override
        public Future<TaskOutcome> outcome() {
            return outcome.future();
        }

        @Override
        public void cancel() {
            loop.run(() -> {
                if (execution != null) {
                    execution.cancel();
                } else if (waiting.remove(this)) {
                    outcome.complete(new TaskOutcome.Cancelled());
                }
            });
        }

        /** Durable runs take one step after the other. */
        @Override
        public Optional<TaskExecution> next() {
            return Optional.empty();
        }

        private void start() {
            TaskExecution begun = workers.execute(chain, started);
            execution = begun;
            begun.outcome().onSuccess(how -> {
                busy--;
                outcome.complete(how);
                startNext();
            });
        }
    }
}
