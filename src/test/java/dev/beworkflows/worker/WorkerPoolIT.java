package dev.beworkflows.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolIT {

    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(60);

    private static TestWorkers workers;

    @BeforeAll
    static void start() throws Exception {
        workers = new TestWorkers(2);
    }

    @AfterAll
    static void stop() throws Exception {
        workers.close();
    }

    @Test
    void executesATaskAndHearsItsOutputBeforeItsEnd() throws Exception {
        TestWorkers.Attempt attempt = workers.run("print('one')\nprint('two', end='')");
        assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome());
        assertEquals("one\ntwo", attempt.callbacks().log());
    }

    @Test
    void aGigabyteWithoutALineEndIsCutWithANotice() throws Exception {
        TestWorkers.Attempt attempt = workers.run("""
                import os
                data = memoryview(b'x' * 1_000_000)
                for _ in range(1000):
                    rest = data
                    while rest:
                        rest = rest[os.write(1, rest):]""");
        assertInstanceOf(TaskOutcome.Succeeded.class, attempt.outcome());
        String log = attempt.callbacks().log();
        assertTrue(log.length() < WorkerSettings.Limits.DEFAULT.outputBytes() + 200, "a log of " + log.length());
        assertTrue(log.endsWith("BEW_TASK_OUTPUT_LIMIT)\n"), log.substring(Math.max(0, log.length() - 200)));
    }

    @Test
    void aTaskThatRaisesLeavesItsWorkerAlive() throws Exception {
        TestWorkers.Attempt raised = workers.run("raise ValueError('no such cut')");
        TaskOutcome.Raised outcome = assertInstanceOf(TaskOutcome.Raised.class, raised.outcome());
        assertEquals("ValueError", outcome.failure().type());
        assertEquals("no such cut", outcome.failure().message());
        assertTrue(
                outcome.failure().traceback().contains("line 2, in task"),
                outcome.failure().traceback());
        assertTrue(isAlive(raised.worker().get()));
    }

    @Test
    void compilesACodeOnceAWorker() throws Exception {
        String body =
                "ti.push('pid', __import__('os').getpid())\nglobals()['count'] = globals().get('count', 0) + 1\nti.push('count', count)";
        int most = 0;
        for (int i = 0; i < 6; i++) {
            TestWorkers.Attempt attempt = workers.run(body);
            most = Math.max(most, Integer.parseInt(json(attempt, "count")));
        }
        assertTrue(most >= 3, "of 6 calls over 2 workers the busier one had only " + most);
    }

    @Test
    void independentCallsRunInDifferentProcessesAtTheSameTime() throws Exception {
        String meet = "import os, time\nopen(f'meet-{os.getpid()}', 'w').close()\nend = time.monotonic() + 20\n"
                + "while len([f for f in os.listdir('.') if f.startswith('meet-')]) < 2 and time.monotonic() < end: pass\n"
                + "ti.push('met', len([f for f in os.listdir('.') if f.startswith('meet-')]))";
        TestWorkers.Attempt one = workers.start("task", meet, LONG);
        TestWorkers.Attempt two = workers.start("task", meet, LONG);
        assertInstanceOf(TaskOutcome.Succeeded.class, one.outcome());
        assertInstanceOf(TaskOutcome.Succeeded.class, two.outcome());
        assertNotEquals(one.worker().get(), two.worker().get());
        assertEquals("2", json(one, "met"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while True: pass",
                "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass",
                "while True:\n    try:\n        while True: pass\n    except: pass",
                "import ctypes\nctypes.PyDLL(None).sleep(100)",
                "import subprocess\nsubprocess.Popen(['sleep', '100'])\nwhile True: pass",
                "import os\nif os.fork() == 0:\n    while True: pass\nwhile True: pass",
            })
    void aTimeLimitEndsWhateverPythonDoes(String body) throws Exception {
        long begin = System.nanoTime();
        TestWorkers.Attempt attempt = workers.start("task", body, SHORT);
        TaskOutcome.TimedOut outcome = assertInstanceOf(TaskOutcome.TimedOut.class, attempt.outcome());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        assertTrue(millis < 6_000, "took " + millis + " ms");
        assertTrue(
                outcome.failure().message().contains("longer than its limit of 0.7 s"),
                outcome.failure().message());
        eventually(
                "the whole process group is gone",
                () -> groupIsGone(attempt.worker().get()));
        assertInstanceOf(TaskOutcome.Succeeded.class, workers.run("pass").outcome());
        assertInstanceOf(TaskOutcome.Succeeded.class, workers.run("pass").outcome());
    }

    /** It has left the process group, holds the worker's pipes, and its parent is gone. */
    @ParameterizedTest
    @ValueSource(strings = {"while True: pass", "os._exit(3)"})
    void aDaemonOfATaskDiesWithItsWorker(String end) throws Exception {
        String daemon = """
                import os, subprocess, sys
                code = "import subprocess; print(subprocess.Popen(['sleep', '600'], stdout=subprocess.DEVNULL, start_new_session=True).pid)"
                print('daemon', subprocess.run([sys.executable, '-c', code], stdout=subprocess.PIPE, start_new_session=True).stdout.decode(), flush=True)
                """ + end;
        TestWorkers.Attempt attempt = workers.start("task", daemon, Duration.ofSeconds(4));
        TaskOutcome outcome = attempt.outcome();
        assertFalse(outcome instanceof TaskOutcome.Succeeded, outcome::toString);
        long pid = Long.parseLong(attempt.callbacks().log().split("\\s+")[1]);
        eventually("the daemon is gone", () -> !isAlive(pid));
        assertInstanceOf(TaskOutcome.Succeeded.class, workers.run("pass").outcome());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import ctypes\nctypes.string_at(0)|was killed by SIGSEGV",
                "import os\nos._exit(3)|exited with code 3",
                "import os\nos.kill(os.getpid(), 9)|was killed by SIGKILL",
                "import os\nos.closerange(3, 1000)\nwhile True: pass|closed its pipe to the server",
            })
    void aDeadWorkerFailsItsCallInWordsAndIsReplaced(String bodyAndWords) throws Exception {
        String[] parts = bodyAndWords.split("\\|", 2);
        TestWorkers.Attempt attempt = workers.run(parts[0]);
        TaskOutcome.WorkerLost outcome = assertInstanceOf(TaskOutcome.WorkerLost.class, attempt.outcome());
        assertTrue(
                outcome.failure().message().contains(parts[1]),
                outcome.failure().message());
        for (int i = 0; i < 4; i++) {
            assertInstanceOf(TaskOutcome.Succeeded.class, workers.run("pass").outcome());
        }
    }

    @Test
    void aWorkerThatBreaksTheProtocolIsKilled() throws Exception {
        String body =
                "import os\nfor fd in range(3, 300):\n    try: os.write(fd, b'not a message\\n')\n    except OSError: pass\nwhile True: pass";
        TestWorkers.Attempt attempt = workers.start("task", body, LONG);
        TaskOutcome.WorkerLost outcome = assertInstanceOf(TaskOutcome.WorkerLost.class, attempt.outcome());
        assertTrue(
                outcome.failure().message().contains("broke the worker protocol: not JSON"),
                outcome.failure().message());
    }

    @Test
    void cancelKillsTheWorkerOfARunningCall() throws Exception {
        TestWorkers.Attempt attempt = workers.start("task", "print('here', flush=True)\nwhile True: pass", LONG);
        eventually("the task runs", () -> attempt.callbacks().log().contains("here"));
        attempt.execution().cancel();
        attempt.execution().cancel();
        assertInstanceOf(TaskOutcome.Cancelled.class, attempt.outcome());
        assertFalse(isAlive(attempt.worker().get()));
    }

    @Test
    void aCallThatFindsNoWorkerInTimeSaysSoAndTheNextOneWaits() throws Exception {
        List<TestWorkers.Attempt> busy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            busy.add(workers.start("task", "while True: pass", LONG));
        }
        TestWorkers.Attempt impatient = workers.start(workers.call("task", "pass", LONG, Duration.ofMillis(200)));
        assertInstanceOf(TaskOutcome.NoWorker.class, impatient.outcome());
        TestWorkers.Attempt withdrawn = workers.start("task", "pass", LONG);
        withdrawn.execution().cancel();
        assertInstanceOf(TaskOutcome.Cancelled.class, withdrawn.outcome());
        TestWorkers.Attempt patient = workers.start("task", "pass", LONG);
        busy.forEach(attempt -> attempt.execution().cancel());
        assertInstanceOf(TaskOutcome.Succeeded.class, patient.outcome());
    }

    @Test
    void aDeadWardenIsReplacedAndTheNextOneKnowsTheGroups() throws Exception {
        ProcessHandle warden = warden();
        assertTrue(warden.destroyForcibly());
        eventually(
                "another warden",
                () -> ProcessHandle.current()
                        .children()
                        .anyMatch(child -> isWarden(child) && child.pid() != warden.pid()));
        TestWorkers.Attempt attempt =
                workers.start("task", "import subprocess\nsubprocess.Popen(['sleep', '100'])\nwhile True: pass", SHORT);
        assertInstanceOf(TaskOutcome.TimedOut.class, attempt.outcome());
        eventually(
                "the whole process group is gone",
                () -> groupIsGone(attempt.worker().get()));
    }

    private static ProcessHandle warden() {
        return ProcessHandle.current()
                .children()
                .filter(WorkerPoolIT::isWarden)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isWarden(ProcessHandle process) {
        return process.info().arguments().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(argument -> argument.contains("warden"));
    }

    static String json(TestWorkers.Attempt attempt, String key) {
        return ((dev.beworkflows.task.Value.Json) attempt.callbacks().pushed.get(key))
                .json()
                .toString();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** No process, zombies aside, has this process group. */
    private static boolean groupIsGone(long group) {
        return ProcessHandle.allProcesses().noneMatch(process -> isOfGroup(process.pid(), group));
    }

    private static boolean isOfGroup(long pid, long group) {
        try {
            String stat = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return !fields[0].equals("Z") && Long.parseLong(fields[2]) == group;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 10 s: " + what);
            Thread.onSpinWait();
        }
    }
}
