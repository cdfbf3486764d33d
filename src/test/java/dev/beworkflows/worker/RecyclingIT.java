package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Workers are replaced before they fail, by others that are ready, and no call notices. */
class RecyclingIT {

    private static final long MIB = 1 << 20;

    private static final String TELL = """
            import os, time
            globals().setdefault('loaded', time.monotonic())
            fields = open('/proc/self/stat').read().rsplit(')', 1)[1].split()
            ti.push('pid', os.getpid())
            ti.push('born', int(fields[19]) / os.sysconf('SC_CLK_TCK'))
            ti.push('now', time.monotonic())
            """;

    private static TestWorkers workers(int count, PoolSettings.Lifetime lifetime, long memory) throws Exception {
        WorkerSettings.Limits byDefault = WorkerSettings.Limits.DEFAULT;
        return new TestWorkers(
                new PoolSettings(
                        new PoolSettings.Size(count, count, Duration.ofMinutes(1)),
                        PoolSettings.Shares.DEFAULT,
                        PoolSettings.Waiting.DEFAULT,
                        lifetime),
                new WorkerSettings.Limits(
                        byDefault.messageBytes(),
                        byDefault.inlineValueBytes(),
                        byDefault.outputBytes(),
                        byDefault.start(),
                        new WorkerSettings.Resources(memory, 0, 0, OptionalInt.empty())),
                () -> 0);
    }

    private static PoolSettings.Lifetime growth(long bytes) {
        return new PoolSettings.Lifetime(0, bytes, Optional.empty());
    }

    private record Call(String pid, double born, double now) {}

    private static Call call(TestWorkers workers, String body) throws Exception {
        TestWorkers.Attempt attempt = workers.run(TELL + body);
        assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome(), () -> String.valueOf(attempt));
        return new Call(
                WorkerPoolIT.json(attempt, "pid"),
                Double.parseDouble(WorkerPoolIT.json(attempt, "born")),
                Double.parseDouble(WorkerPoolIT.json(attempt, "now")));
    }

    private static long recycled(TestWorkers workers) throws Exception {
        return TestWorkers.await(workers.pool.counts()).deaths().getOrDefault(WorkerDeath.RECYCLED, 0L);
    }

    @Test
    void afterItsTasksAWorkerIsReplacedByOneThatWasReadyBefore() throws Exception {
        try (TestWorkers workers = workers(1, new PoolSettings.Lifetime(20, 0, Optional.empty()), 0)) {
            List<Call> calls = new ArrayList<>();
            int changes = 0;
            while (changes < 3) {
                calls.add(call(workers, ""));
                int last = calls.size() - 1;
                if (last > 0
                        && !calls.get(last).pid().equals(calls.get(last - 1).pid())) {
                    changes++;
                    assertTrue(
                            calls.get(last).born() < calls.get(last - 1).now(),
                            "its successor was started before the last call of the one before");
                }
                assertTrue(calls.size() < 20_000, "nothing is replaced");
            }
            WorkerPoolIT.eventually("those before are gone", () -> {
                try {
                    return recycled(workers) >= 3;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(List.of(), TestWorkers.await(workers.pool.deaths()));
        }
    }

    @Test
    void aSuccessorKnowsTheCodeBeforeItsFirstCall() throws Exception {
        try (TestWorkers workers = workers(1, new PoolSettings.Lifetime(20, 0, Optional.empty()), 0)) {
            String source = "import time, os\nloaded = time.monotonic()\ndef task(ti):\n"
                    + "    ti.push('pid', os.getpid())\n    ti.push('loaded', loaded)\n    ti.push('now', time.monotonic())\n";
            String pid = "";
            double before = Double.MAX_VALUE;
            for (int calls = 0; ; calls++) {
                TestWorkers.Attempt attempt = workers.start(workers.source("test", "task", source));
                assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome());
                String here = WorkerPoolIT.json(attempt, "pid");
                if (!pid.isEmpty() && !pid.equals(here)) {
                    assertTrue(Double.parseDouble(WorkerPoolIT.json(attempt, "loaded")) < before);
                    return;
                }
                pid = here;
                before = Double.parseDouble(WorkerPoolIT.json(attempt, "now"));
                assertTrue(calls < 20_000, "nothing is replaced");
            }
        }
    }

    @Test
    void aLeakOfTenMebibytesARunIsRecycledBeforeItHurts() throws Exception {
        leaks(10, growth(100 * MIB), 1_500 * MIB);
    }

    @Test
    void aLeakOfHundredMebibytesARunIsRecycledBeforeItHurts() throws Exception {
        leaks(100, growth(300 * MIB), 3_000 * MIB);
    }

    /** No run fails, although all together they leak more than a worker may have. */
    private static void leaks(int mebibytes, PoolSettings.Lifetime lifetime, long memory) throws Exception {
        try (TestWorkers workers = workers(1, lifetime, memory)) {
            String leak = "globals().setdefault('kept', []).append(b'1' * " + mebibytes * MIB + ")\ntime.sleep(0.02)";
            long leaked = 0;
            while (leaked < 2 * memory) {
                Call unused = call(workers, leak);
                leaked += mebibytes * MIB;
            }
            assertTrue(recycled(workers) >= 1, "nobody was recycled");
            assertEquals(List.of(), TestWorkers.await(workers.pool.deaths()));
        }
    }

    @Test
    void aTaskThatNeedsMuchAndGivesItBackIsNoLeak() throws Exception {
        try (TestWorkers workers = workers(1, growth(50 * MIB), 0)) {
            String first = call(workers, "").pid();
            for (int i = 0; i < 40; i++) {
                assertEquals(
                        first,
                        call(workers, "x = bytearray(200 << 20)\nx[::4096] = b'1' * len(x[::4096])\ntime.sleep(0.1)")
                                .pid());
            }
            assertEquals(0, recycled(workers));
        }
    }

    @Test
    void anIdleWorkerIsReplacedWhenItIsOld() throws Exception {
        try (TestWorkers workers =
                workers(1, new PoolSettings.Lifetime(0, 0, Optional.of(Duration.ofMillis(500))), 0)) {
            String first = call(workers, "").pid();
            WorkerPoolIT.eventually("it is replaced", () -> {
                try {
                    return recycled(workers) >= 2;
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertNotEquals(first, call(workers, "").pid());
        }
    }

    @Test
    void codeThatKillsWhoLoadsItKeepsNoWorkerFromItsPlace() throws Exception {
        try (TestWorkers workers = workers(1, new PoolSettings.Lifetime(5, 0, Optional.empty()), 0)) {
            String source =
                    "import os\nif os.path.exists('kill'): os._exit(3)\ndef task(ti):\n    open('kill', 'w').close()\n";
            assertInstanceOf(
                    TaskOutcome.Succeeded.class,
                    workers.start(workers.source("test", "task", source)).outcome());
            String first = call(workers, "").pid();
            for (int i = 0; i < 50; i++) {
                assertEquals(first, call(workers, "time.sleep(0.02)").pid());
            }
        }
    }
}
