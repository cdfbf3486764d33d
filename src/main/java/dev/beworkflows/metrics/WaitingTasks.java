package dev.beworkflows.metrics;

import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskExecutor;
import dev.beworkflows.workflow.Mode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/** Measures how long tasks wait until a worker takes them, or until they wait no longer. */
final class WaitingTasks implements TaskExecutor {

    private final TaskExecutor executor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Timer waits;

    WaitingTasks(TaskExecutor executor, MeterRegistry registry, Mode mode) {
        this.executor = executor;
        this.waits = Buckets.CALL
                .timer("bew.task.wait", "How long tasks waited until a worker took them, or they waited no longer")
                .tag("mode", mode.json())
                .register(registry);
        Gauge.builder("bew.tasks.waiting", waiting::get)
                .description("Tasks that wait for a worker")
                .tag("mode", mode.json())
                .register(registry);
    }

    @Override
    public TaskExecution execute(List<TaskAttempt> chain, LongConsumer started) {
        Wait wait = new Wait();
        TaskExecution execution = executor.execute(chain, worker -> {
            wait.end();
            started.accept(worker);
        });
        execution.outcome().onComplete(ended -> wait.end());
        return execution;
    }

    private final class Wait {
        private final long begin = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();

        Wait() {
            int unused = waiting.incrementAndGet();
        }

        void end() {
            if (over.compareAndSet(false, true)) {
                int unused = waiting.decrementAndGet();
                waits.record(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
    }
}
