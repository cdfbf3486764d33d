package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beworkflows.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** No worker dies because some thread of the server has ended, however many came and went. */
class SpawnerIT {

    private static final int KILLED = 8;

    /** Longer than pools of threads keep one that has nothing to do, where that is made short. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    @Test
    void workersOutliveEveryThreadThatHadToDoWithTheirStart() throws Exception {
        ExecutorService asking = Executors.newSingleThreadExecutor();
        TestWorkers workers = asking.submit(() -> new TestWorkers(2)).get();
        for (int i = 0; i < KILLED; i++) {
            String body =
                    "import os  # code " + i + ": the same one again and again is damped\nos.kill(os.getpid(), 9)";
            TestWorkers.Attempt lost = asking.submit(() -> workers.run(body)).get();
            assertInstanceOf(TaskOutcome.WorkerLost.class, lost.outcome());
            assertInstanceOf(TaskOutcome.Succeeded.class, workers.run("pass").outcome());
        }
        asking.shutdown();
        assertEquals(true, asking.awaitTermination(10, TimeUnit.SECONDS));
        try (workers) {
            CompletableFuture<?> oneDies = anyDies(pids(workers));
            assertThrows(TimeoutException.class, () -> oneDies.get(QUIET.toMillis(), TimeUnit.MILLISECONDS));
            assertEquals(
                    Map.of(WorkerDeath.WHILE_BUSY, (long) KILLED),
                    TestWorkers.await(workers.pool.counts()).deaths());
        }
    }

    /** Of both workers: each has one of two calls that wait for each other. */
    private static List<Long> pids(TestWorkers workers) throws Exception {
        String meet = """
                import os
                open(f'here-{os.getpid()}', 'w').close()
                while len([name for name in os.listdir('.') if name.startswith('here-')]) < 2: pass""";
        List<TestWorkers.Attempt> attempts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            attempts.add(workers.start("task", meet, Duration.ofSeconds(30)));
        }
        List<Long> pids = new ArrayList<>();
        for (TestWorkers.Attempt attempt : attempts) {
            assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome());
            pids.add(attempt.worker().get());
        }
        return pids;
    }

    private static CompletableFuture<?> anyDies(List<Long> pids) {
        return CompletableFuture.anyOf(pids.stream()
                .map(pid -> ProcessHandle.of(pid).orElseThrow().onExit())
                .toArray(CompletableFuture[]::new));
    }
}
