package dev.beworkflows.loop;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The event loop that owns a piece of state. What is run here runs one after the other, in the order in which one thread asked for it.
 *
 * <p>May be used from any thread.
 */
public final class EventLoop {

    private final Vertx vertx;
    private final ContextInternal context;

    private EventLoop(Vertx vertx, ContextInternal context) {
        this.vertx = vertx;
        this.context = context;
    }

    public static EventLoop create(Vertx vertx) {
        return new EventLoop(vertx, ((VertxInternal) vertx).createEventLoopContext());
    }

    /** The loop of something that has one already. */
    public static EventLoop of(Context context) {
        return new EventLoop(context.owner(), (ContextInternal) context);
    }

    /** Runs the action on this loop: at once when called on it, else soon. */
    public void run(Runnable action) {
        if (isCurrent()) {
            action.run();
        } else {
            context.runOnContext(nothing -> action.run());
        }
    }

    /** Runs the action on this loop after everything that was handed to it before, also when called on it. */
    public void later(Runnable action) {
        context.runOnContext(nothing -> action.run());
    }

    /** Whether this is the loop's thread, whatever else it was doing. */
    public boolean isCurrent() {
        return context.inThread();
    }

    /** Asks for something on this loop; the answer comes on the context of the caller. */
    public <T> Future<T> ask(Supplier<Future<T>> question) {
        Promise<T> answer = promiseForCaller();
        run(() -> question.get().onComplete(answer));
        return answer.future();
    }

    /** Does what takes long on a thread that may block, beside other such work; the result is told on this loop. */
    public <T> Future<T> aside(Callable<T> work) {
        return context.executeBlocking(work, false);
    }

    /**
     * Runs the action on this loop after a time.
     *
     * @return a timer for {@link #cancel}
     */
    public long after(Duration time, Runnable action) {
        return vertx.setTimer(Math.max(1, time.toMillis()), id -> run(action));
    }

    /** Forgets a timer; one that has fired is ignored. */
    public void cancel(long timer) {
        boolean unused = vertx.cancelTimer(timer);
    }

    /** A promise whose future calls its listeners on the context of the caller, whoever completes it. */
    public <T> Promise<T> promiseForCaller() {
        Context caller = vertx.getOrCreateContext();
        return ((ContextInternal) caller).promise();
    }

    /** The same result, told on this loop. */
    public <T> Future<T> bring(Future<T> future) {
        Promise<T> promise = context.promise();
        future.onComplete(promise);
        return promise.future();
    }
}
