package dev.beworkflows.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicReference<Future<Integer>> answer = new AtomicReference<>(Future.succeededFuture(7));
    private final AtomicInteger asked = new AtomicInteger();
    private final Reading<Integer> reading = reading(LONG);

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertTrue(Double.isNaN(value(reading)));
        Await.result(reading.ask());
        assertEquals(7, value(reading));
    }

    @Test
    void whoFailsOrThrowsHasTheirLastAnswer() {
        Await.result(reading.ask());
        answer.set(Future.failedFuture("away"));
        Await.result(reading.ask());
        assertEquals(7, value(reading));
        Reading<Integer> throwing = new Reading<>(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                LONG);
        Await.result(throwing.ask());
        Await.result(throwing.ask());
        assertTrue(Double.isNaN(value(throwing)));
    }

    @Test
    void anOldAnswerSaysNothing() {
        Reading<Integer> shortLived = reading(Duration.ZERO);
        Await.result(shortLived.ask());
        assertTrue(Double.isNaN(value(shortLived)));
    }

    @Test
    void whoDoesNotAnswerIsWaitedForOneSecondAndNotAskedAgainMeanwhile() {
        Promise<Integer> late = Promise.promise();
        answer.set(late.future());
        long begin = System.nanoTime();
        Await.result(reading.ask());
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toMillis() < 10_000);
        Future<Void> again = reading.ask();
        assertTrue(again.isComplete());
        assertEquals(1, asked.get());
        assertFalse(late.future().isComplete());
        late.complete(8);
        assertEquals(8, value(reading));
        answer.set(Future.succeededFuture(9));
        Await.result(reading.ask());
        assertEquals(9, value(reading));
    }

    private Reading<Integer> reading(Duration life) {
        return new Reading<>(
                () -> {
                    asked.incrementAndGet();
                    return answer.get();
                },
                life);
    }

    private static double value(Reading<Integer> reading) {
        return reading.get(Integer::doubleValue);
    }
}
