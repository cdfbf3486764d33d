package dev.beworkflows.worker;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.task.TaskAttempt;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskCallbacks;
import dev.beworkflows.task.TaskExecution;
import dev.beworkflows.task.TaskOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A chain of attempts on its way through the pool: waiting, with a worker, or ended. Its state belongs to the pool's loop. */
final class PendingCall {

    private static final long NO_TIMER = -1;

    private final EventLoop loop;
    private final List<TaskAttempt> chain;
    private final List<Link> links = new ArrayList<>();
    private final LongConsumer started;
    private int current;
    private long timer = NO_TIMER;
    private Runnable stop = () -> {};

    PendingCall(EventLoop loop, List<TaskAttempt> chain, LongConsumer started) {
        this.loop = loop;
        this.chain = List.copyOf(chain);
        this.started = started;
        for (int place = 0; place < chain.size(); place++) {
            links.add(new Link(place, loop.promiseForCaller()));
        }
    }

    /** All attempts, whether they have begun or not. */
    List<TaskAttempt> chain() {
        return chain;
    }

    /** The attempt whose turn it is. */
    TaskCall call() {
        return chain.get(current).call();
    }

    /** Of the attempt whose turn it is. */
    TaskCallbacks callbacks() {
        return chain.get(current).callbacks();
    }

    LongConsumer started() {
        return started;
    }

    /** The first attempt, which leads to the others. */
    TaskExecution first() {
        return links.get(0);
    }

    /** What {@link TaskExecution#cancel} does from now on, and what happens if the attempt is still here after the time. */
    void enter(Runnable onCancel, Duration limit, Runnable onLimit) {
        stop = onCancel;
        loop.cancel(timer);
        timer = loop.after(limit, onLimit);
    }

    boolean hasNext() {
        return current + 1 < chain.size();
    }

    /** The attempt succeeded, and the worker goes on with the next one. */
    void advance(TaskOutcome how) {
        Link ended = links.get(current);
        current++;
        boolean unused = ended.promise.tryComplete(how);
    }

    /** The last attempt that began has ended. */
    void end(TaskOutcome how) {
        stop = () -> {};
        loop.cancel(timer);
        boolean unused = links.get(current).promise.tryComplete(how);
    }

    private final class Link implements TaskExecution {
        private final int place;
        private final Promise<TaskOutcome> promise;

        Link(int place, Promise<TaskOutcome> promise) {
            this.place = place;
            this.promise = promise;
        }

        @Override
        public Future<TaskOutcome> outcome() {
            return promise.future();
        }

        @Override
        public void cancel() {
            loop.run(() -> stop.run());
        }

        @Override
        public Optional<TaskExecution> next() {
            return place + 1 < links.size() ? Optional.of(links.get(place + 1)) : Optional.empty();
        }
    }
}
