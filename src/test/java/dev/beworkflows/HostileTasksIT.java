package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks that do their worst: their caller gets a clear problem, the next calls succeed, the server's memory does not grow. */
@Alone
class HostileTasksIT {

    private static final long MIB = 1 << 20;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(
                Map.of(Setting.TASK_TIMEOUT, "8s", Setting.WORKERS, "2", Setting.TASK_RESULT_LIMIT, "4MiB"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void bothWorkersAnswer() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertEquals(200, server.get(server.callPath("hello")).status());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            import ctypes; ctypes.string_at(0)                      | worker-lost  | was killed by SIGSEGV
            import os; os._exit(3)                                  | worker-lost  | exited with code 3
            import os; os.closerange(3, 4096); import time; time.sleep(60) | worker-lost | closed its pipe to the server
            import sys; sys.exit(4)                                 | task-failed  | 4
            raise KeyboardInterrupt('no')                           | task-failed  | no
            raise RecursionError('x' * 10_000_000)                  | task-failed  | xxx
            def f(): f()§f()                                        | task-failed  | maximum recursion depth
            import os; os.kill(os.getpid(), 15); import time; time.sleep(60) | worker-lost | SIGTERM
            ti.response_data('out', [{'x': object()}])              | task-failed  | object
            ti.push('x', lambda: (yield))§ti.push('x', open('/dev/null')) | task-failed | cannot be pickled
            ti.response_data('nowhere', [{}])                       | task-failed  | declares no response item 'nowhere'
            """)
    void getsAClearProblem(String body, String type, String words) throws Exception {
        TestServer.Answer answer = server.run(body.replace("§", "\n"));
        assertEquals(500, answer.status(), answer.response().body());
        assertEquals(
                "/problems/" + type,
                answer.json().path("type").asText(),
                answer.response().body());
        assertTrue(
                answer.json().path("detail").asText().contains(words),
                answer.response().body());
        bothWorkersAnswer();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            print('{"jsonrpc":"2.0","id":1,"result":{"status":"succeeded","seconds":0}}', flush=True)
            import os; os.system('echo from a child'); os.write(1, b'raw\\n'); os.write(2, b'\\xff\\xfe raw\\n')
            import ctypes; ctypes.CDLL(None).puts(b'{"jsonrpc":"2.0","method":"push","params":{"call":1,"key":"x","value":{"json":1}}}')
            import os; os.close(1); os.close(2); os.close(0)
            import os, sys; sys.stdout.close(); sys.stderr = None; os.dup2(os.open('/dev/null', os.O_RDWR), 1)
            import os§if os.fork() == 0:§    ti.push('never', 1)
            import os§if os.fork() == 0: return
            import threading§for i in range(50): threading.Thread(target=print, args=(i,)).start()
            import logging; logging.getLogger('mine').warning('careful'); logging.shutdown()
            import os; os.chdir('/'); os.environ.clear()
            import signal; signal.alarm(1); signal.signal(signal.SIGALRM, lambda *_: None)
            """)
    void doesNotDisturbTheProtocol(String body) throws Exception {
        TestServer.Answer answer = server.run(body.replace("§", "\n") + "\nti.response_data('out', [{'done': True}])");
        assertEquals(
                "[{\"done\":true}]",
                answer.json().at("/data/out").toString(),
                answer.response().body());
        bothWorkersAnswer();
    }

    @Test
    void outputWithoutEndDoesNotFillTheServersMemory() throws Exception {
        long before = usedAfterCollection();
        TestServer.Answer answer = server.run(
                "import os\ndata = memoryview(b'x' * 1_000_000)\nfor i in range(1000):\n    rest = data\n    while rest: rest = rest[os.write(1, rest):]");
        assertEquals(200, answer.status(), answer.response().body());
        String log = server.record(answer.header("X-Run-Id")).path("log").toString();
        assertTrue(log.contains("left out"), log.substring(Math.max(0, log.length() - 300)));
        assertTrue(log.length() < 3 * MIB, "a log of " + log.length());
        long grown = usedAfterCollection() - before;
        assertTrue(grown < 64 * MIB, "the heap grew by " + grown);
    }

    @Test
    void aMillionLinesDoNotFillTheServersMemory() throws Exception {
        long before = usedAfterCollection();
        TestServer.Answer answer = server.run("for i in range(1_000_000): print(i)");
        assertEquals(200, answer.status(), answer.response().body());
        String log = server.record(answer.header("X-Run-Id")).path("log").toString();
        assertTrue(log.contains("left out"), log.substring(Math.max(0, log.length() - 300)));
        long grown = usedAfterCollection() - before;
        assertTrue(grown < 64 * MIB, "the heap grew by " + grown);
    }

    @Test
    void rowsWithoutEndAreRefusedBeforeTheyFillTheServersMemory() throws Exception {
        TestServer.Answer answer = server.run("while True: ti.response_data('out', [{'text': 'x' * 1_000_000}])");
        assertEquals(
                "/problems/task-failed",
                answer.json().path("type").asText(),
                answer.response().body());
        assertTrue(
                answer.json().path("detail").asText().contains("BEW_TASK_RESULT_LIMIT"),
                answer.response().body());
    }

    @Test
    void smallPushesWithoutEndEndTheWorker() throws Exception {
        TestServer.Answer answer =
                server.run("i = 0\nwhile True:\n    i += 1\n    ti.push('key-%d' % i, 'x' * 10_000)");
        assertEquals(
                "/problems/worker-lost",
                answer.json().path("type").asText(),
                answer.response().body());
        assertTrue(
                answer.json().path("detail").asText().contains("BEW_TASK_RESULT_LIMIT"),
                answer.response().body());
    }

    @Test
    void aLargeValueThatALaterPushReplacesLeavesNoFile() throws Exception {
        TestServer.Answer answer = server.run(
                "ti.push('x', bytearray(3_000_000))\nti.push('x', 1)\nti.response_data('out', [{'x': ti.pull('x')}])");
        assertEquals(
                1, answer.json().at("/data/out/0/x").asInt(), answer.response().body());
        String run = answer.header("X-Run-Id");
        TestServer.eventually("the run's folder of values is gone", () -> noFolder(run));
    }

    private static boolean noFolder(String run) {
        try (var servers = java.nio.file.Files.list(java.nio.file.Path.of("/dev/shm"))) {
            return servers.filter(server -> server.getFileName().toString().startsWith("bew-"))
                    .noneMatch(server -> java.nio.file.Files.exists(server.resolve(run)));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTaskThatNeverReturnsIsStoppedAtItsLimit() throws Exception {
        TestServer.Answer answer = server.run(
                "import subprocess\nsubprocess.Popen(['sleep', '1000'])\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass");
        assertEquals(500, answer.status());
        assertEquals(
                "/problems/task-timeout",
                answer.json().path("type").asText(),
                answer.response().body());
    }

    @Test
    void aClientThatGoesAwayEndsItsRun() throws Exception {
        String id = server.save(
                server.chain("task", "def task(ti):\n    print('here', flush=True)\n    while True: pass\n"));
        var client = java.net.http.HttpClient.newHttpClient();
        var call = client.sendAsync(
                server.request(server.callPath(id)).GET().build(), java.net.http.HttpResponse.BodyHandlers.ofString());
        TestServer.eventually("the run is live", () -> runs(id).size() == 1);
        assertTrue(call.cancel(true));
        TestServer.eventually(
                "the run is cancelled", () -> runs(id).at("/0/status").asText().equals("cancelled"));
    }

    private static com.fasterxml.jackson.databind.JsonNode runs(String workflow) {
        try {
            return server.get("/api/app/be_workflows/runs?workflow=" + workflow)
                    .json()
                    .path("items");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
