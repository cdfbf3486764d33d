package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskCallbacks;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.LongConsumer;

/** A call on its way through the pool: waiting, with a worker, or ended. Its state belongs to the pool's loop. */
final class PendingCall implements TaskExecution {

    private static final long NO_TIMER = -1;

    private final EventLoop loop;
    private final TaskCall call;
    private final TaskCallbacks callbacks;
    private final LongConsumer started;
    private final Promise<TaskOutcome> outcome;
    private long timer = NO_TIMER;
    private Runnable stop = () -> {};

    PendingCall(EventLoop loop, TaskCall call, TaskCallbacks callbacks, LongConsumer started) {
        this.loop = loop;
        this.call = call;
        this.callbacks = callbacks;
        this.started = started;
        this.outcome = loop.promiseForCaller();
    }

    TaskCall call() {
        return call;
    }

    TaskCallbacks callbacks() {
        return callbacks;
    }

    LongConsumer started() {
        return started;
    }

    @Override
    public Future<TaskOutcome> outcome() {
        return outcome.future();
    }

    @Override
    public void cancel() {
        loop.run(() -> stop.run());
    }

    /** What {@link #cancel} does from now on, and what happens if the call is still here after the time. */
    void enter(Runnable onCancel, java.time.Duration limit, Runnable onLimit) {
        stop = onCancel;
        loop.cancel(timer);
        timer = loop.after(limit, onLimit);
    }

    void end(TaskOutcome how) {
        stop = () -> {};
        loop.cancel(timer);
        boolean unused = outcome.tryComplete(how);
    }
}
