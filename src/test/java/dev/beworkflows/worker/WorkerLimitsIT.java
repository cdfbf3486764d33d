package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.run.DeathCertificate;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.Workers;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a worker may take of the machine, and what is known of one that took too much, or died. */
class WorkerLimitsIT {

    private static final long MIB = 1 << 20;
    private static final long MEMORY = 300 * MIB;
    private static final int OPEN_FILES = 256;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static TestWorkers workers;

    @BeforeAll
    static void start() throws Exception {
        WorkerSettings.Limits byDefault = WorkerSettings.Limits.DEFAULT;
        workers = new TestWorkers(
                PoolSettings.fixed(3),
                new WorkerSettings.Limits(
                        byDefault.messageBytes(),
                        byDefault.inlineValueBytes(),
                        byDefault.outputBytes(),
                        byDefault.start(),
                        new WorkerSettings.Resources(MEMORY, 8L << 30, OPEN_FILES, OptionalInt.of(3))),
                () -> 0);
    }

    @AfterAll
    static void stop() throws Exception {
        workers.close();
    }

    private static String holds(long bytes) {
        return "import time\nx = bytearray(" + bytes + ")\nx[::4096] = b'1' * len(range(0, len(x), 4096))\n";
    }

    @Test
    void aTaskThatTakesTwiceItsLimitIsKilledWithinASecondAndTheOthersGoOn() throws Exception {
        long begin = System.nanoTime();
        TestWorkers.Attempt greedy = workers.start("task", holds(2 * MEMORY) + "time.sleep(60)", LONG);
        List<TestWorkers.Attempt> others = IntStream.range(0, 8)
                .mapToObj(i -> workers.start("other", "import time\ntime.sleep(0.3)", LONG))
                .toList();
        TaskOutcome.OutOfMemory outcome = assertInstanceOf(TaskOutcome.OutOfMemory.class, greedy.outcome());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis < 4_000, "took " + millis + " ms with the allocation");
        Failure failure = outcome.failure();
        assertEquals(FailureKind.MEMORY_LIMIT, failure.kind());
        assertTrue(failure.message().contains("the limit is 300 MiB"), failure.message());
        DeathCertificate death = failure.death().orElseThrow();
        assertTrue(death.memory().residentBytes() > MEMORY, death.toString());
        assertTrue(death.memory().peakBytes() >= death.memory().residentBytes(), death.toString());
        assertEquals(137, death.exitCode());
        for (TestWorkers.Attempt other : others) {
            assertInstanceOf(TaskOutcome.Succeeded.class, other.outcome());
        }
    }

    @Test
    void aTaskBelowItsLimitIsLeftAlone() throws Exception {
        TestWorkers.Attempt modest = workers.start("task", holds(MEMORY / 2) + "time.sleep(1.3)", LONG);
        assertInstanceOf(TaskOutcome.Succeeded.class, modest.outcome());
    }

    @Test
    void aTaskMayAskForLessButNotForMore() throws Exception {
        TestWorkers.Attempt less = workers.start(workers.greedy("less", holds(100 * MIB) + "time.sleep(60)", 64 * MIB));
        assertTrue(assertInstanceOf(TaskOutcome.OutOfMemory.class, less.outcome())
                .failure()
                .message()
                .contains("the limit is 64 MiB"));
        TestWorkers.Attempt more =
                workers.start(workers.greedy("more", holds(2 * MEMORY) + "time.sleep(60)", 100 * MEMORY));
        assertInstanceOf(TaskOutcome.OutOfMemory.class, more.outcome());
    }

    @Test
    void whatATaskStartsCountsToo() throws Exception {
        TestWorkers.Attempt attempt = workers.start(
                "task",
                "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'x = b\"1\" * "
                        + 2 * MEMORY
                        + "; import time; time.sleep(60)'], start_new_session=True)\nimport time\ntime.sleep(60)",
                LONG);
        assertInstanceOf(TaskOutcome.OutOfMemory.class, attempt.outcome());
    }

    @Test
    void aValueThatAllWorkersMapIsNobodysAlone() throws Exception {
        // an eighth at a time: until the others have it too, it is all the worker's own
        String mapped = """
                import mmap, os, time
                fd = os.open('shared', os.O_RDWR | os.O_CREAT)
                os.ftruncate(fd, %1$d)
                m = mmap.mmap(fd, %1$d)
                end = time.monotonic() + 20
                for part in range(8):
                    total = sum(m[part * %1$d // 8:(part + 1) * %1$d // 8:4096])
                    open(f'mapped-{part}-{os.getpid()}', 'w').close()
                    while sum(name.startswith(f'mapped-{part}-') for name in os.listdir('.')) < 3 and time.monotonic() < end:
                        time.sleep(0.01)
                time.sleep(1.2)
                """.formatted(MEMORY);
        List<TestWorkers.Attempt> three = IntStream.range(0, 3)
                .mapToObj(i -> workers.start(workers.greedy("map" + i, mapped, MEMORY)))
                .toList();
        for (TestWorkers.Attempt attempt : three) {
            assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome());
        }
    }

    @Test
    void aRunawayAllocationIsAMemoryErrorAndTheWorkerGoesOn() throws Exception {
        TestWorkers.Attempt attempt = workers.run("x = bytearray(1 << 40)");
        TaskOutcome.Raised raised = assertInstanceOf(TaskOutcome.Raised.class, attempt.outcome());
        assertEquals("MemoryError", raised.failure().type());
    }

    @Test
    void openFilesAndThreadsAreBounded() throws Exception {
        TestWorkers.Attempt attempt = workers.run(
                "import os, resource\nti.push('files', list(resource.getrlimit(resource.RLIMIT_NOFILE)))\n"
                        + "ti.push('threads', os.environ['OMP_NUM_THREADS'])\nti.push('score', open('/proc/self/oom_score_adj').read().strip())");
        assertEquals("[256,256]", WorkerPoolIT.json(attempt, "files"));
        assertEquals("\"3\"", WorkerPoolIT.json(attempt, "threads"));
        assertEquals("\"500\"", WorkerPoolIT.json(attempt, "score"));
        TestWorkers.Attempt opens =
                workers.run("import os\nfds = []\nwhile True: fds.append(os.open('/dev/null', os.O_RDONLY))");
        TaskOutcome.Raised raised = assertInstanceOf(TaskOutcome.Raised.class, opens.outcome());
        assertTrue(
                raised.failure().message().contains("Too many open files"),
                raised.failure().message());
    }

    @Test
    void aDeathIsCertifiedWithItsSignalItsMemoryAndItsLastWords() throws Exception {
        TestWorkers.Attempt attempt = workers.start(workers.call(
                "certified",
                "task",
                "import ctypes, time\nfor i in range(1000): print('line', i)\nprint('last words')\ntime.sleep(0.7)\nctypes.string_at(0)",
                LONG,
                LONG));
        TaskOutcome.WorkerLost lost = assertInstanceOf(TaskOutcome.WorkerLost.class, attempt.outcome());
        DeathCertificate death = lost.failure().death().orElseThrow();
        assertEquals(139, death.exitCode());
        assertTrue(death.exit().contains("SIGSEGV"), death.exit());
        assertEquals(attempt.worker().get(), death.pid());
        assertTrue(death.memory().residentBytes() > 4 * MIB, death.toString());
        assertTrue(
                death.lastOutput().contains("last words\nFatal Python error: Segmentation fault"), death.lastOutput());
        assertTrue(!death.lastOutput().contains("line 900"), death.lastOutput());
        assertEquals(1, death.thisHour());
        Workers.Death told = TestWorkers.await(workers.pool.deaths()).stream()
                .filter(one -> one.certificate().equals(death))
                .findFirst()
                .orElseThrow();
        assertEquals("while_busy", told.kind());
        assertEquals("certified", told.work().orElseThrow().workflow().value());
    }

    @Test
    void aTimeLimitIsCertifiedAndACancelIsNot() throws Exception {
        TestWorkers.Attempt late = workers.start("task", "print('busy')\nwhile True: pass", Duration.ofMillis(300));
        TaskOutcome.TimedOut outcome = assertInstanceOf(TaskOutcome.TimedOut.class, late.outcome());
        assertEquals("busy", outcome.failure().death().orElseThrow().lastOutput());
        TestWorkers.Attempt cancelled = workers.start("task", "print('here', flush=True)\nwhile True: pass", LONG);
        WorkerPoolIT.eventually(
                "the task runs", () -> cancelled.callbacks().log().contains("here"));
        cancelled.execution().cancel();
        assertInstanceOf(TaskOutcome.Cancelled.class, cancelled.outcome());
        assertTrue(TestWorkers.await(workers.pool.deaths()).stream()
                .noneMatch(
                        death -> death.certificate().pid() == cancelled.worker().get()));
    }

    @Test
    void whatWorkersDoIsToBeSeen() throws Exception {
        TestWorkers.Attempt attempt = workers.start("task", "print('here', flush=True)\nwhile True: pass", LONG);
        WorkerPoolIT.eventually("the task runs", () -> attempt.callbacks().log().contains("here"));
        WorkerPoolIT.eventually("its memory is seen", () -> {
            Workers.Status busy = status(attempt);
            return busy.state().equals("busy")
                    && busy.residentBytes() > 4 * MIB
                    && busy.work().orElseThrow().task().value().equals("task");
        });
        attempt.execution().cancel();
        assertInstanceOf(TaskOutcome.Cancelled.class, attempt.outcome());
    }

    private static Workers.Status status(TestWorkers.Attempt attempt) {
        try {
            return TestWorkers.await(workers.pool.all()).stream()
                    .filter(one -> one.pid() == attempt.worker().get())
                    .findFirst()
                    .orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
