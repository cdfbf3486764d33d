package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.TaskOutcome;
import dev.beworkflows.task.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one workflow leaves in a warm worker, the next one does not find. The shim's own tests have each kind of it. */
class LeftoversIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String THREAD =
            "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), name='poller').start()";

    private TestWorkers workers;

    @BeforeEach
    void start() throws Exception {
        workers = new TestWorkers(1);
    }

    @AfterEach
    void stop() throws Exception {
        workers.close();
    }

    @Test
    void aRunOfAnotherWorkflowFindsTheWorldAsItWas() throws Exception {
        String look = """
                import builtins, decimal, os, sys, time
                ti.push('world', repr((
                    sorted(os.environ.items()), os.getcwd(), os.umask(0o22), sys.path, builtins.open.__module__, time.time() > 0,
                    sys.getrecursionlimit(), decimal.getcontext().prec, __import__('threading').active_count(),
                )))""";
        TestWorkers.Attempt before = run("looks", look);
        TestWorkers.Attempt changes = run("changes", """
                import builtins, decimal, os, subprocess, sys, time
                os.environ['LEFT'] = 'behind'; os.environ.pop('PATH'); os.chdir('/'); os.umask(0); sys.path.insert(0, '/elsewhere')
                builtins.open = time.time = lambda *_: -1
                sys.setrecursionlimit(4321); decimal.getcontext().prec = 3
                ti.push('child', subprocess.Popen(['/bin/sleep', '600'], start_new_session=True).pid)""");
        TestWorkers.Attempt after = run("looks", look);
        assertEquals(json(before, "world"), json(after, "world"));
        assertEquals(before.worker().get(), changes.worker().get(), "all of that in one worker");
        assertEquals(before.worker().get(), after.worker().get(), "all of that in one worker");
        assertFalse(
                ProcessHandle.of(Long.parseLong(json(changes, "child"))).isPresent(),
                "the child is gone before the answer");
    }

    @Test
    void arraysThatJoblibLeavesGoWithTheWorkerHoweverThatEnds() throws Exception {
        String leave = """
                import os, signal
                folder = os.environ['JOBLIB_TEMP_FOLDER']
                os.mkdir(folder + '/joblib_memmapping_folder_1')
                open(folder + '/joblib_memmapping_folder_1/array.pkl', 'wb').write(bytes(1000))
                os.kill(os.getpid(), signal.SIGKILL)""";
        TestWorkers.Attempt killed = workers.run(leave);
        assertInstanceOf(TaskOutcome.WorkerLost.class, killed.outcome());
        TestWorkers.Attempt next = run("looks", "import os\nti.push('folder', os.environ['JOBLIB_TEMP_FOLDER'])");
        Path left = Path.of(json(next, "folder").replace("\"", ""));
        assertTrue(Files.isDirectory(left), "its successor has one of its own");
        Path root = Objects.requireNonNull(left.getParent()).resolveSibling(".");
        eventually(() -> {
            try (Stream<Path> all = Files.walk(root)) {
                return all.noneMatch(path -> path.endsWith("array.pkl"));
            } catch (IOException | UncheckedIOException e) {
                return false; // something went while it was looked at
            }
        });
    }

    @Test
    void aThreadThatGoesOnEndsItsWorkerAfterTheAnswerAndNoCallIsLost() throws Exception {
        int runs = 6;
        long last = 0;
        for (int i = 0; i < runs; i++) {
            TestWorkers.Attempt attempt = run("leaves", THREAD);
            assertNotEquals(last, attempt.worker().get(), "another worker");
            last = attempt.worker().get();
        }
        TestWorkers.Attempt clean = run("looks", "import threading\nti.push('threads', threading.active_count())");
        assertEquals("2", json(clean, "threads"), "the main one and the one that waits for the server's end");
        Map<WorkerDeath, Long> deaths = TestWorkers.await(workers.pool.counts()).deaths();
        assertEquals(Map.of(WorkerDeath.SPENT, (long) runs), deaths);
    }

    @Test
    void aCallThatWaitsGetsTheNextWorker() throws Exception {
        TestWorkers.Attempt first = workers.start(workers.call("leaves", "task", THREAD, LONG, LONG));
        TestWorkers.Attempt second = workers.start(workers.call("waits", "task", "pass", LONG, LONG));
        assertInstanceOf(TaskOutcome.Succeeded.class, first.outcome());
        assertInstanceOf(TaskOutcome.Succeeded.class, second.outcome());
        assertNotEquals(first.worker().get(), second.worker().get());
    }

    private TestWorkers.Attempt run(String workflow, String body) throws Exception {
        TestWorkers.Attempt attempt = workers.start(workers.call(workflow, "task", body, LONG, LONG));
        assertInstanceOf(
                TaskOutcome.Succeeded.class,
                attempt.outcome(),
                () -> attempt.callbacks().log());
        return attempt;
    }

    private static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not in time");
            Thread.onSpinWait();
        }
    }

    private static String json(TestWorkers.Attempt attempt, String key) {
        return ((Value.Json) attempt.callbacks().pushed.get(key)).json().toString();
    }
}
