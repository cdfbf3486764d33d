package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that has too much to do says so at once. */
@Alone
class RoomIT {

    @TempDir
    Path folder;

    @Test
    void foregroundRunsAreBounded() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1", Setting.FOREGROUND_RUNS, "3"))) {
            Path gate = folder.resolve("gate");
            String id = server.save(server.chain("wait", waiting(gate)));
            ObjectNode later = server.chain("task", function("task", "pass")).put("mode", "background");
            String background = server.save(later.deepCopy().put("id", "background"));
            String intercepted =
                    server.save(later.put("id", "intercepted").put("interceptor", "def intercept(ti):\n    pass\n"));
            ExecutorService callers = Executors.newFixedThreadPool(3);
            List<Future<Answer>> three = IntStream.range(0, 3)
                    .mapToObj(i -> callers.submit(() -> server.get(server.callPath(id))))
                    .toList();
            TestServer.eventually("all three are under way", () -> underWay(server, id) == 3);
            Answer refused = server.get(server.callPath("hello") + "?name=A");
            assertEquals(503, refused.status());
            assertEquals("/problems/server-full", refused.json().path("type").asText());
            assertEquals("1", refused.header("retry-after"));
            assertEquals(202, status(server, server.callPath(background)));
            assertEquals(503, status(server, server.callPath(intercepted)), "its interceptor needs a worker now");
            Files.createFile(gate);
            for (Future<Answer> one : three) {
                assertEquals(200, one.get().status());
            }
            assertEquals(200, server.get(server.callPath("hello") + "?name=A").status());
            callers.shutdown();
        }
    }

    @Test
    void theQueueIsBounded() throws Exception {
        Map<Setting, String> options = Map.of(
                Setting.WORKERS, "2", Setting.BACKGROUND_RUNS, "1", Setting.QUEUED_RUNS, "2", Setting.POLL, "50ms");
        try (TestServer server = TestServer.start(options)) {
            Path gate = folder.resolve("gate");
            String id = server.save(server.chain("wait", waiting(gate)).put("mode", "background"));
            TestServer.eventually("it is full", () -> status(server, server.callPath(id)) == 503);
            Answer refused = server.get(server.callPath(id));
            assertEquals("/problems/server-full", refused.json().path("type").asText());
            assertEquals(200, server.get(server.callPath("hello") + "?name=A").status(), "foreground has its own room");
            Files.createFile(gate);
            TestServer.eventually("there is room again", () -> status(server, server.callPath(id)) == 202);
        }
    }

    @Test
    void aRunThatHasBegunIsNotGivenUpForWantOfWorkers() throws Exception {
        Map<Setting, String> options = Map.of(Setting.WORKERS, "1", Setting.WORKER_WAIT, "300ms");
        try (TestServer server = TestServer.start(options)) {
            ObjectNode wide = server.chain("begin", function("begin", "pass"));
            for (int i = 0; i < 5; i++) {
                String name = "branch_" + i;
                wide.withArray("tasks")
                        .addObject()
                        .put("name", name)
                        .put("code", function(name, "import time\ntime.sleep(0.2)"));
                wide.withArray("edges").addObject().put("from", "begin").put("to", name);
            }
            assertEquals(200, server.get(server.callPath(server.save(wide))).status());
        }
    }

    private static String waiting(Path gate) {
        return function("wait", "import os, time\nwhile not os.path.exists('" + gate + "'): time.sleep(0.01)");
    }

    private static int underWay(TestServer server, String workflow) {
        try {
            return server.get("/api/app/be_workflows/runs?workflow=" + workflow)
                    .json()
                    .path("items")
                    .size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(TestServer server, String path) {
        try {
            return server.get(path).status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
