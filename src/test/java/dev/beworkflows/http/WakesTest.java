package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakesTest {
    private static final int STREAMS = 10_000;

    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = EventLoop.create(vertx);
    private final Wakes wakes = new Wakes(loop);
    private final AtomicInteger woken = new AtomicInteger();

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void whatElseIsToBeDoneDoesNotWaitForAllOfThem() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger before = new AtomicInteger();
        loop.run(() -> {
            for (int i = 0; i < STREAMS; i++) {
                wakes.add(woken::incrementAndGet);
            }
            loop.later(() -> before.set(woken.get()));
            wakes.add(done::countDown);
        });
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(STREAMS, woken.get());
        assertTrue(before.get() < 1_000, before + " were woken before it was another's turn");
    }

    @Test
    void nobodyIsForgottenWhateverTheOthersDo() throws Exception {
        CountDownLatch done = new CountDownLatch(STREAMS);
        for (int i = 0; i < STREAMS; i++) {
            boolean fails = i % (STREAMS / 2) == 0;
            wakes.add(() -> {
                done.countDown();
                if (fails) {
                    throw new IllegalStateException("a stream that fails, which is of this test");
                }
            });
        }
        assertTrue(done.await(10, TimeUnit.SECONDS), done.getCount() + " were not woken");
    }
}
