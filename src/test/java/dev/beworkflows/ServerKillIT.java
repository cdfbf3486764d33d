package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the whole server: nothing of it lives on, nothing that was answered is lost. */
@Alone
class ServerKillIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path data;

    @Test
    void noProcessOutlivesTheServerAndTheNextStartFindsWhatWasSaved() throws Exception {
        ServerProcess server = ServerProcess.start(data, "--workers", "5");
        save(server, "loop", "while True: pass");
        save(server, "native", "import ctypes\nctypes.PyDLL(None).sleep(1000)");
        save(
                server,
                "child",
                "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(1000)'])");
        save(
                server,
                "daemon",
                "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import time; time.sleep(1000)'], start_new_session=True)");
        assertEquals(200, get(server, GRAPH + "/id/hello/call").statusCode());
        for (String id : List.of("loop", "native", "child", "daemon")) {
            var unused = CLIENT.sendAsync(
                    request(server, GRAPH + "/id/" + id + "/call").GET().build(), HttpResponse.BodyHandlers.ofString());
        }
        TestServer.eventually(
                "the tasks run, one with a child, one with a child that leads a session",
                () -> descendants(server).stream().filter(ServerKillIT::sleeps).count() == 2
                        && started(data, "loop")
                        && started(data, "native")
                        && started(data, "child")
                        && started(data, "daemon"));
        Set<ProcessHandle> processes = descendants(server);
        assertTrue(processes.size() >= 9, "5 workers, their warden, two children and PostgreSQL: " + processes);

        server.kill();
        long killed = System.nanoTime();
        TestServer.eventually("all processes are gone", () -> processes.stream().noneMatch(ServerKillIT::lives));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
        assertTrue(millis < 2_000, "the last process was gone after " + millis + " ms");

        try (ServerProcess next = ServerProcess.start(data)) {
            for (String id : List.of("loop", "native", "child", "daemon", "hello")) {
                assertEquals(200, get(next, GRAPH + "/id/" + id).statusCode());
            }
            assertEquals(200, get(next, GRAPH + "/id/hello/call").statusCode());
        }
    }

    @Test
    void aServerThatStopsOnSigtermLeavesNothing() throws Exception {
        ServerProcess server = ServerProcess.start(data);
        assertEquals(200, get(server, GRAPH + "/id/hello/call").statusCode());
        Set<ProcessHandle> processes = descendants(server);
        server.close();
        TestServer.eventually("all processes are gone", () -> processes.stream().noneMatch(ServerKillIT::lives));
    }

    private static void save(ServerProcess server, String id, String body) throws Exception {
        String code = "def task(ti):\n    open(" + "'started-" + id + "', 'w').close()\n    "
                + body.replace("\n", "\n    ") + "\n";
        String definition = TestServer.JSON
                .createObjectNode()
                .put("id", id)
                .set(
                        "tasks",
                        TestServer.JSON
                                .createArrayNode()
                                .add(TestServer.JSON
                                        .createObjectNode()
                                        .put("name", "task")
                                        .put("code", code)))
                .toString();
        HttpResponse<String> response = CLIENT.send(
                request(server, GRAPH)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(definition))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, response.statusCode(), response.body());
    }

    private static HttpResponse<String> get(ServerProcess server, String path) throws Exception {
        return CLIENT.send(request(server, path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create(server.base() + path));
    }

    private static boolean started(Path data, String id) {
        return Files.exists(data.resolve("work").resolve("started-" + id));
    }

    private static Set<ProcessHandle> descendants(ServerProcess server) {
        try (Stream<ProcessHandle> all = server.process.toHandle().descendants()) {
            return all.collect(Collectors.toSet());
        }
    }

    private static boolean sleeps(ProcessHandle process) {
        return process.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch(argument -> argument.contains("time.sleep(1000)"));
    }

    /** A zombie that nobody has collected yet is gone. */
    private static boolean lives(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }
}
