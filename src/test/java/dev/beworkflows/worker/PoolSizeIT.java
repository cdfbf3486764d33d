package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a pool gets further workers, gets rid of them, and never loses a place. */
class PoolSizeIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofMillis(300);

    private static PoolSettings settings(int least, int most, Duration idle) {
        return new PoolSettings(
                new PoolSettings.Size(least, most, idle), PoolSettings.Shares.DEFAULT, PoolSettings.Waiting.DEFAULT);
    }

    private static void awaitStatus(TestWorkers workers, PoolStatus expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        PoolStatus status = TestWorkers.await(workers.pool.status());
        while (!status.equals(expected)) {
            assertTrue(System.nanoTime() < end, "not within 20 s: " + expected + ", but " + status);
            status = TestWorkers.await(workers.pool.status());
        }
    }

    private static List<TestWorkers.Attempt> three(TestWorkers workers, String body) {
        return IntStream.range(0, 3)
                .mapToObj(i -> workers.start("task", body, LONG))
                .toList();
    }

    @Test
    void growsWhileCallsWaitThatLeaveTheProcessorsIdleAndShrinksWhenThereIsNothingToDo() throws Exception {
        try (TestWorkers workers = new TestWorkers(settings(1, 3, SOON), () -> 0.1)) {
            List<TestWorkers.Attempt> attempts = three(workers, "import time\nwhile True: time.sleep(0.01)");
            awaitStatus(workers, new PoolStatus(3, 0, 3, 0));
            assertNotEquals(
                    attempts.get(0).worker().get(), attempts.get(1).worker().get());
            attempts.get(0).execution().cancel();
            attempts.get(1).execution().cancel();
            attempts.get(2).execution().cancel();
            awaitStatus(workers, new PoolStatus(1, 1, 0, 0));
            assertInstanceOf(TaskOutcome.Succeeded.class, workers.run("pass").outcome());
        }
    }

    @Test
    void doesNotGrowWhenTheProcessorsAreBusyAlready() throws Exception {
        try (TestWorkers workers = new TestWorkers(settings(1, 3, SOON), () -> 0.95)) {
            List<TestWorkers.Attempt> attempts = three(workers, "__import__('time').sleep(0.5)");
            for (TestWorkers.Attempt attempt : attempts) {
                assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome());
            }
            assertEquals(
                    1,
                    attempts.stream().map(one -> one.worker().get()).distinct().count());
        }
    }

    @Test
    void growsForAWorkflowThatHasNoWorkerEvenThen() throws Exception {
        try (TestWorkers workers = new TestWorkers(settings(1, 2, SOON), () -> 0.95)) {
            TestWorkers.Attempt slow = workers.start("task", "import time\nwhile True: time.sleep(0.01)", LONG);
            TestWorkers.Attempt other = workers.start(workers.call("other", "task", "pass", LONG, LONG));
            assertInstanceOf(TaskOutcome.Succeeded.class, other.outcome());
            slow.execution().cancel();
            assertInstanceOf(TaskOutcome.Cancelled.class, slow.outcome());
        }
    }

    @Test
    void aFurtherWorkerKnowsTheCodeBeforeItTakesCalls() throws Exception {
        try (TestWorkers workers = new TestWorkers(settings(1, 2, LONG), () -> 0.1)) {
            String loaded = "loaded-" + System.nanoTime();
            String source = "import os\nopen('" + loaded + "-' + str(os.getpid()), 'w').close()\n"
                    + "def task(ti):\n    import time\n    time.sleep(2)\n";
            TestWorkers.Attempt first = workers.start(workers.source("test", "task", source));
            TestWorkers.Attempt second = workers.start(workers.call("other", "task", "pass", LONG, LONG));
            assertInstanceOf(TaskOutcome.Succeeded.class, second.outcome());
            assertNotEquals(first.worker().get(), second.worker().get());
            assertTrue(
                    java.nio.file.Files.exists(workers.folder.resolve(
                            "work/" + loaded + "-" + second.worker().get())),
                    "the second worker has loaded what the first one executes");
            assertInstanceOf(TaskOutcome.Succeeded.class, first.outcome());
        }
    }

    @Test
    void noPlaceIsLostWhateverDiesWhen() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestWorkers workers = new TestWorkers(settings(2, 4, SOON), () -> 0.1)) {
            List<TestWorkers.Attempt> attempts = new ArrayList<>();
            for (int round = 0; round < 150; round++) {
                Duration limit = random.nextInt(5) == 0 ? Duration.ofMillis(1 + random.nextInt(60)) : LONG;
                String body = random.nextInt(8) == 0
                        ? "__import__('os')._exit(3)"
                        : "__import__('time').sleep(" + random.nextInt(50) / 1000.0 + ")";
                attempts.add(workers.start(
                        workers.call("w" + random.nextInt(4), "task", body, limit, Duration.ofSeconds(60))));
                if (random.nextInt(4) == 0) {
                    attempts.get(random.nextInt(attempts.size())).execution().cancel();
                }
                if (random.nextInt(6) == 0) {
                    killOneOf(attempts, random);
                }
                if (random.nextInt(10) == 0) {
                    var unused = attempts.get(random.nextInt(attempts.size())).outcome();
                }
            }
            for (TestWorkers.Attempt attempt : attempts) {
                var unused = attempt.outcome();
            }
            awaitStatus(workers, new PoolStatus(2, 2, 0, 0));
            for (int i = 0; i < 4; i++) {
                assertInstanceOf(
                        TaskOutcome.Succeeded.class, workers.run("pass").outcome(), "seed " + seed);
            }
        }
    }

    private static void killOneOf(List<TestWorkers.Attempt> attempts, Random random) {
        long pid = attempts.get(random.nextInt(attempts.size())).worker().get();
        ProcessHandle.current().children().filter(child -> child.pid() == pid).forEach(ProcessHandle::destroyForcibly);
    }
}
