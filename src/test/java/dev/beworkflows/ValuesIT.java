package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large values: where they lie, how much of them there may be, and that nothing of them stays. */
class ValuesIT {

    private static final Pattern FOLDER = Pattern.compile("large values folder=(\\S+)");
    private static final int KILLS = 200;

    @TempDir
    Path data;

    @Test
    void whatHasNoRoomInSharedMemoryGoesToTheDataFolder() throws Exception {
        try (TestServer server = start(Map.of(Setting.VALUES_MEMORY, "0"))) {
            Answer answer = server.get(
                    server.callPath(
                            server.save(
                                    server.chain(
                                            "first",
                                            function("first", "ti.push('big', bytearray(b'x' * 3_000_000))"),
                                            "second",
                                            function(
                                                    "second",
                                                    "import glob\nbig = ti.pull('big')\nbig[0] = 0\n"
                                                            + "memory = glob.glob(ti._values._room.folder + '/*')\n"
                                                            + "disk = glob.glob('" + data
                                                            + "/values/bew-*/*/first-*')\n"
                                                            + "ti.response_data('out', [{'size': len(big), 'kept': ti.pull('big')[0], 'memory': memory, 'disk': len(disk)}])")))));
            assertEquals(
                    "{\"size\":3000000,\"kept\":120,\"memory\":[],\"disk\":1}",
                    answer.json().at("/data/out/0").toString(),
                    answer.toString());
            TestServer.eventually(
                    "nothing stays", () -> files(data.resolve("values")).isEmpty());
        }
    }

    @Test
    void aRunThatHasTooMuchFailsByNameAndLeavesNothing() throws Exception {
        try (TestServer server = start(Map.of(Setting.RUN_VALUES, "1MiB"))) {
            Path folder = folder(server);
            inOneTask(server);
            overTwoTasksInTheBackground(server);
            byAWorkerThatDoesNotKeepTheLimit(server);
            TestServer.eventually("nothing stays", () -> files(folder).isEmpty());
        }
    }

    private static void inOneTask(TestServer server) throws Exception {
        Answer answer =
                server.run("for i in range(5):\n    ti.push('k%d' % i, bytes(250_000))\n    ti.push('small', (1,))");
        assertEquals("ValueError", answer.json().path("error_type").asText(), answer.toString());
        assertTrue(answer.json().path("detail").asText().contains("push of 'k4'"), answer.toString());
        assertTrue(answer.json().path("detail").asText().contains("BEW_RUN_VALUES"), answer.toString());
    }

    private static void overTwoTasksInTheBackground(TestServer server) throws Exception {
        String push = "ti.push('x', bytes(700_000))";
        String id = server.save(server.chain("first", function("first", push), "second", function("second", push))
                .put("mode", "background"));
        String run = server.get(server.callPath(id)).header("x-run-id");
        assertEquals("second", server.record(run).at("/error/task").asText());
        assertTrue(server.record(run).at("/error/message").asText().contains("BEW_RUN_VALUES"));
    }

    private static void byAWorkerThatDoesNotKeepTheLimit(TestServer server) throws Exception {
        Answer answer = server.run("from beworkflows_worker.value_room import ValueRoom\n"
                + "ValueRoom._take = lambda *_: None\n"
                + "for i in range(5):\n    ti.push('k', bytes(900_000))\nti.pull('k')");
        assertEquals("/problems/worker-lost", answer.json().path("type").asText(), answer.toString());
        assertTrue(answer.json().path("detail").asText().contains("BEW_RUN_VALUES"), answer.toString());
    }

    @Test
    void workersThatAreKilledWhileTheyPushLeaveNothing() throws Exception {
        Path folder;
        try (TestServer server = start(Map.of(Setting.WORKERS, "1"))) { // it has done the first task: no back-off
            folder = folder(server);
            ObjectNode workflow = server.chain(
                    "first", function("first", "ti.push('a', bytes(200_000))"), "second", function("second", """
                            import os, random, signal, threading
                            if not ti.url_params['die']: return
                            delay = random.random() * 0.02
                            threading.Timer(delay, os.kill, (os.getpid(), signal.SIGKILL)).start()
                            value = bytearray(os.urandom(4096) * 2_000)
                            while True: ti.push('b', value)
                            """));
            workflow.putArray("url_args").addObject().put("name", "die").put("type", "boolean");
            String id = server.save(workflow);
            assertEquals(KILLS, lost(server, id));
            TestServer.eventually("nothing stays", () -> files(folder).isEmpty());
            assertEquals(200, server.get(server.callPath("hello") + "?name=A").status());
        }
        assertFalse(Files.exists(folder));
    }

    private static int lost(TestServer server, String id) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        List<Future<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 2 * KILLS; i++) {
            boolean dies = i % 2 == 0; // else it would be taken for a crash loop, and not be tried so often
            calls.add(callers.submit(() -> server.get(server.callPath(id) + "?die=" + dies)));
        }
        int lost = 0;
        for (Future<Answer> call : calls) {
            lost += call.get().json().path("type").asText().equals("/problems/worker-lost") ? 1 : 0;
        }
        callers.shutdown();
        return lost;
    }

    @Test
    void whatAKilledServerLeavesTheNextOneRemovesAndALivingOnesItDoesNot() throws Exception {
        ServerProcess server = ServerProcess.start(data, "--workers", "2");
        Path killed = folder(server);
        try (ServerProcess other = ServerProcess.start(data.resolve("other"), "--workers", "2")) {
            Files.createDirectory(killed.resolve("run"));
            Files.write(killed.resolve("run/half-1-ab-1.tmp"), new byte[1000]);
            server.kill();
            try (ServerProcess next = ServerProcess.start(data, "--workers", "2")) {
                assertFalse(Files.exists(killed));
                assertTrue(Files.exists(folder(other)));
                assertTrue(Files.exists(folder(next)));
            }
        }
    }

    private TestServer start(Map<Setting, String> options) throws Exception {
        Map<Setting, String> all = new HashMap<>(options);
        all.putIfAbsent(Setting.WORKERS, "2");
        return TestServer.start(data, all);
    }

    /** The server's folder in shared memory: a task looks for that of its run. */
    private static Path folder(TestServer server) throws Exception {
        Answer answer = server.run("import glob\nti.push('x', bytes(100_000))\n"
                + "ti.response_data('out', [{'found': glob.glob(ti._values._room.folder)}])");
        return Path.of(answer.json().at("/data/out/0/found/0").asText()).getParent();
    }

    private static Path folder(ServerProcess server) {
        synchronized (server.log) {
            return server.log.stream()
                    .map(FOLDER::matcher)
                    .filter(Matcher::find)
                    .map(found -> Path.of(found.group(1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** All that lies there but locks and empty folders of servers. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder)
                            && !file.endsWith("lock")
                            && !file.getFileName().toString().startsWith("bew-"))
                    .toList();
        } catch (IOException | UncheckedIOException e) { // it goes at this moment
            return List.of(folder);
        }
    }
}
