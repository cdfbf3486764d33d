package dev.beworkflows.metrics;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What somebody answered when they were last asked. Thread safe. */
final class Reading<T> {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<Future<T>> source;
    private final Duration life;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Answer<T> last;

    private record Answer<T>(T value, long at) {}

    /** @param life after this time an answer says nothing any more */
    Reading(Supplier<Future<T>> source, Duration life) {
        this.source = source;
        this.life = life;
    }

    /** Asks, unless that is being done already; completes soon, whatever comes of it. */
    Future<Void> ask() {
        if (!asking.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        Future<T> answer = asked();
        answer.onSuccess(value -> last = new Answer<>(value, System.nanoTime())).onComplete(done -> asking.set(false));
        return answer.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<T> asked() {
        try {
            return source.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** Not a number when nothing is known, or not any more. */
    double get(ToDoubleFunction<T> part) {
        Answer<T> answer = last;
        return answer == null || System.nanoTime() - answer.at() > life.toNanos()
                ? Double.NaN
                : part.applyAsDouble(answer.value());
    }
}
