package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Linux kills the workers when the thread that started them ends. */
class SpawnerTest {

    private final Spawner spawner = new Spawner();

    @Test
    void oneThreadDoesEverythingWhateverItIsGiven() throws Exception {
        Thread first = thread();
        spawner.execute(() -> {
            throw new IllegalStateException("an action fails");
        });
        spawner.execute(() -> {
            throw new AssertionError("badly");
        });
        assertSame(first, thread());
        first.interrupt();
        assertSame(first, thread());
        assertTrue(first.isAlive());
    }

    @Test
    void itDoesNotMatterWhoAsks() throws Exception {
        Thread first = thread();
        CompletableFuture<Thread> seen = new CompletableFuture<>();
        Thread asking = new Thread(() -> spawner.execute(() -> seen.complete(Thread.currentThread())));
        asking.start();
        asking.join();
        assertSame(first, seen.get(10, TimeUnit.SECONDS));
        assertEquals("bew-spawner", first.getName());
    }

    private Thread thread() throws Exception {
        CompletableFuture<Thread> current = new CompletableFuture<>();
        spawner.execute(() -> current.complete(Thread.currentThread()));
        return current.get(10, TimeUnit.SECONDS);
    }
}
