package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a task takes too much of, and a worker that dies, through the whole server. */
class ResourcesIT {

    private static final String WORKERS = "/api/app/be_workflows/workers";
    private static final int COUNT = 4;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(
                Setting.WORKERS,
                Integer.toString(COUNT),
                Setting.TASK_MEMORY,
                "400MiB",
                Setting.WORKFLOW_WORKERS,
                "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode workflow(String body, String limits) throws Exception {
        ObjectNode definition = server.chain("task", TestServer.function("task", body));
        definition.set("limits", TestServer.JSON.readTree(limits));
        return definition;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            import ctypes; ctypes.string_at(0)                                       | worker-lost  | SIGSEGV      | 139
            import os; os._exit(3)                                                   | worker-lost  | code 3       | 3
            x = bytearray(1 << 30); x[::4096] = b'1' * len(x[::4096]); input_ = __import__('time').sleep(60) | memory-limit | 400 MiB | 137
            """)
    void aCrashCostsOneRunWhileEightOthersFinish(String body, String type, String words, int exit) throws Exception {
        String others = server.save(server.chain(
                "task",
                TestServer.function("task", "import time\ntime.sleep(0.5)\nti.response_data('out', [{'x': 1}])")));
        ExecutorService clients = Executors.newFixedThreadPool(8);
        List<Future<TestServer.Answer>> eight = IntStream.range(0, 8)
                .mapToObj(i -> clients.submit(() -> server.get(server.callPath(others))))
                .toList();
        TestServer.Answer crash = server.run(body);
        assertEquals(500, crash.status(), crash.response().body());
        assertEquals("/problems/" + type, crash.json().path("type").asText());
        assertTrue(
                crash.json().path("detail").asText().contains(words),
                crash.response().body());
        for (Future<TestServer.Answer> other : eight) {
            assertEquals(200, other.get(30, TimeUnit.SECONDS).status());
        }
        clients.shutdown();
        JsonNode death = server.record(crash.header("X-Run-Id")).at("/error/death");
        assertEquals(exit, death.path("exit_code").asInt(), death.toString());
        JsonNode told = server.get(WORKERS + "/deaths").json().at("/items/0");
        assertEquals(crash.header("X-Run-Id"), told.path("run_id").asText(), told.toString());
        assertEquals(death.path("pid"), told.path("pid"));
        assertEquals(1, told.path("this_hour").asInt());
    }

    @Test
    void aWorkflowAsksForLess() throws Exception {
        String holds = "x = bytearray(200 << 20)\nx[::4096] = b'1' * len(x[::4096])\nimport time\ntime.sleep(2)";
        TestServer.Answer within = server.get(server.callPath(server.save(workflow(holds, "{}"))));
        assertEquals(200, within.status(), within.response().body());
        String less = server.save(workflow(holds, "{\"memory\": \"128MiB\"}"));
        TestServer.Answer beyond = server.get(server.callPath(less));
        assertEquals("/problems/memory-limit", beyond.json().path("type").asText());
        assertTrue(
                beyond.json().path("detail").asText().contains("the limit is 128 MiB"),
                beyond.response().body());
        JsonNode saved =
                server.get("/api/app/be_workflows/be_wf_graph/id/" + less).json();
        assertEquals("128MiB", saved.at("/limits/memory").asText());
    }

    @Test
    void theAuthorsRetriesAreForItAndGetAnotherWorker() throws Exception {
        ObjectNode definition = workflow(
                "if ti.attempt == 1:\n    x = bytearray(1 << 30)\n    x[::4096] = b'1' * len(x[::4096])\n    import time\n    time.sleep(60)\nti.response_data('out', [{'attempt': ti.attempt}])",
                "{}");
        ObjectNode task = (ObjectNode) definition.at("/tasks/0");
        task.put("memory", "200MiB").putObject("retries").put("max", 1).put("backoff", 0);
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(
                2,
                answer.json().at("/data/out/0/attempt").asInt(),
                answer.response().body());
    }

    @Test
    void outputAndValuesHaveLimitsOfTheWorkflow() throws Exception {
        TestServer.Answer chatty =
                server.get(server.callPath(server.save(workflow("print('x' * 100_000)", "{\"output\": 1000}"))));
        String log = server.record(chatty.header("X-Run-Id")).path("log").toString();
        assertTrue(log.contains("99001 bytes of output left out"), log.substring(Math.max(0, log.length() - 200)));
        String push = "ti.push('x', bytearray(1 << 20))";
        assertEquals(
                200,
                server.get(server.callPath(server.save(workflow(push, "{\"values\": \"2MiB\"}"))))
                        .status());
        TestServer.Answer large = server.get(server.callPath(server.save(workflow(push, "{\"values\": \"512KiB\"}"))));
        assertTrue(
                large.json().path("detail").asText().contains("limits.values"),
                large.response().body());
    }

    @Test
    void lastWordsAreKeptWithoutSecrets() throws Exception {
        server.send("PUT", "/api/app/be_workflows/secrets/token", "application/json", "{\"value\": \"correct horse\"}");
        ObjectNode definition =
                workflow("import os\nprint('the token is ' + ti.secrets['token'], flush=True)\nos._exit(7)", "{}");
        definition.putArray("secrets").add("token");
        TestServer.Answer crash = server.get(server.callPath(server.save(definition)));
        String words = server.record(crash.header("X-Run-Id"))
                .at("/error/death/last_output")
                .asText();
        assertEquals("the token is ***", words);
        assertFalse(server.get(WORKERS + "/deaths").response().body().contains("horse"));
    }

    @Test
    void aCrashLoopIsRefusedWithItsReasonAndOthersAreServed() throws Exception {
        String crasher =
                server.save(server.chain("task", "import os\nos._exit(9)\n" + TestServer.function("task", "pass")));
        int lost = 0;
        for (int i = 0; i < 30; i++) {
            TestServer.Answer answer = server.get(server.callPath(crasher));
            if (answer.status() == 503) {
                assertTrue(
                        answer.json().path("detail").asText().contains("exited with code 9"),
                        answer.response().body());
                assertTrue(Integer.parseInt(answer.header("Retry-After")) >= 1);
            } else {
                assertEquals("/problems/worker-lost", answer.json().path("type").asText());
                lost++;
            }
            assertEquals(200, server.get(server.callPath("hello")).status());
        }
        assertTrue(lost >= 3 && lost <= 6, "lost " + lost);
        ObjectNode repaired = server.chain("task", TestServer.function("task", "pass"));
        repaired.put("id", crasher);
        assertEquals(
                200,
                server.send(
                                "PUT",
                                "/api/app/be_workflows/be_wf_graph/id/" + crasher,
                                "application/json",
                                repaired.toString())
                        .status());
        TestServer.Answer answer = server.get(server.callPath(crasher));
        assertEquals(200, answer.status(), answer.response().body());
    }

    @Test
    void twoHundredKillsLoseNoSlotAndLeaveNothing() throws Exception {
        List<String> runs = java.util.Collections.synchronizedList(new ArrayList<>());
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService clients = Executors.newFixedThreadPool(6);
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = server.save(
                    server.chain(
                            "task",
                            TestServer.function(
                                    "task",
                                    "import subprocess, time\np = subprocess.Popen(['sleep', '3971'])\nti.push('x', bytearray(1 << 20))\ntime.sleep(0.01)\np.kill()\np.wait()")));
            calls.add(clients.submit(() -> {
                while (!over.get()) {
                    runs.add(server.get(server.callPath(id)).header("X-Run-Id"));
                }
                return null;
            }));
        }
        Random random = new Random(6);
        int killed = 0;
        List<Long> pids = new ArrayList<>();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (killed < 200 || (begun(runs) <= 50 && System.nanoTime() < end)) {
            List<JsonNode> alive = workers().stream()
                    .filter(worker -> worker.path("state").asText().matches("idle|busy"))
                    .toList();
            if (!alive.isEmpty()) {
                long pid = alive.get(random.nextInt(alive.size())).path("pid").asLong();
                pids.add(pid);
                killed += ProcessHandle.of(pid)
                                .map(ProcessHandle::destroyForcibly)
                                .orElse(false)
                        ? 1
                        : 0;
            }
        }
        over.set(true);
        for (Future<?> call : calls) {
            call.get(60, TimeUnit.SECONDS);
        }
        clients.shutdown();
        TestServer.eventually("all slots have a worker", () -> idle() == COUNT);
        for (int i = 0; i < 20; i++) {
            assertEquals(200, server.get(server.callPath("hello")).status());
        }
        assertTrue(begun(runs) > 50, "runs: " + runs.size());
        TestServer.eventually(
                "nothing is left in shared memory",
                () -> runs.stream().filter(run -> !run.isEmpty()).noneMatch(ResourcesIT::hasValues));
        TestServer.eventually(
                "no process of a dead worker's session is left, and none is a zombie",
                () -> pids.stream().noneMatch(ResourcesIT::hasProcess));
    }

    /** The others found no worker. */
    private static long begun(List<String> runs) {
        return List.copyOf(runs).stream().filter(run -> !run.isEmpty()).count();
    }

    private static long idle() {
        return workers().stream()
                .filter(worker -> worker.path("state").asText().equals("idle"))
                .count();
    }

    private static List<JsonNode> workers() {
        try {
            return StreamSupport.stream(server.get(WORKERS).json().path("items").spliterator(), false)
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean hasValues(String run) {
        try (var servers = Files.list(Path.of("/dev/shm"))) {
            return servers.filter(one -> one.getFileName().toString().startsWith("bew-"))
                    .anyMatch(one -> Files.exists(one.resolve(run)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean hasProcess(long session) {
        return ProcessHandle.allProcesses().anyMatch(process -> isOf(process.pid(), session));
    }

    private static boolean isOf(long pid, long session) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(fields[3]) == session;
        } catch (IOException e) {
            return false;
        }
    }
}
