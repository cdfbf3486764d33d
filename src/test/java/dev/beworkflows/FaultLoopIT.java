package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server, its workers and its PostgreSQL with -9, at random, while background runs are accepted and driven; what was promised must hold all the while. For longer:
 * {@code mvn verify -Dit.test=FaultLoopIT -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dbew.faults.seconds=1800 -Dbew.faults.runs=20000}; {@code -Dbew.faults.seed} repeats
 * the faults of another time.
 */
class FaultLoopIT {
    private static final String API = "/api/app/be_workflows";
    private static final int RUNS = Integer.getInteger("bew.faults.runs", 500);
    private static final int SECONDS = Integer.getInteger("bew.faults.seconds", 45);
    private static final int CLIENTS = 4;
    private static final String VALUES = "large values folder=";
    private static final Duration QUIET = Duration.ofSeconds(120);
    private static final String[] OPTIONS = {
        "--workers", "3", "--lease", "3s", "--poll", "200ms", "--server-losses", "1000", "--worker-losses", "1000"
    };

    private final long seed = Long.getLong("bew.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, Set<String>> runsByKey = new ConcurrentHashMap<>();
    private final Set<ProcessHandle> processes = ConcurrentHashMap.newKeySet();
    private final Set<String> valueFolders = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile ServerProcess server;
    private volatile boolean over;

    @TempDir
    Path folder;

    /** One line of the tasks' ledger. */
    private record Line(String run, String task, int attempt, String what, Instant at) {}

    @Test
    void everyAcceptedRunEndsOnceAndNoTaskStartsAfterItsRecordedEnd() throws Exception {
        System.out.println("fault loop: seed=" + seed + " runs=" + RUNS + " seconds=" + SECONDS);
        server = ServerProcess.start(folder.resolve("data"), OPTIONS);
        for (int tasks = 3; tasks <= 5; tasks++) {
            save(chain(tasks));
        }
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            int first = i;
            clients.execute(() -> accept(first));
        }
        Map<String, Integer> faults = faults();
        over = true;
        Instant last = Instant.now();
        clients.shutdown();
        assertTrue(clients.awaitTermination(QUIET.toSeconds(), TimeUnit.SECONDS), "all runs are accepted");
        List<JsonNode> records = ended(last.plus(QUIET));
        System.out.println("fault loop: " + faults + " runs=" + records.size() + " ended "
                + Duration.between(last, Instant.now()).toMillis() + " ms after the last fault, " + statuses(records));
        remember();
        server.close();

        assertTrue(valueFolders.size() > 1, "folders in shared memory: " + valueFolders);
        assertEquals(RUNS, records.size());
        runsByKey.forEach((key, runs) -> assertEquals(1, runs.size(), key + " became " + runs));
        assertEquals(Map.of("succeeded", RUNS), statuses(records));
        noTaskStartsAfterItsRecordedEnd(records);
        assertEquals(
                List.of(), processes.stream().filter(ProcessHandle::isAlive).toList(), "processes without a server");
        assertEquals(List.of(), files(folder.resolve("data/uploads")));
        assertEquals(List.of(), files(folder.resolve("data/runs")));
        assertEquals(
                List.of(),
                valueFolders.stream()
                        .filter(path -> Files.exists(Path.of(path)))
                        .toList());
    }

    /** A chain of tasks that write to the ledger, with a value through a file and a row each. */
    private ObjectNode chain(int tasks) {
        ObjectNode definition =
                TestServer.JSON.createObjectNode().put("id", "chain-" + tasks).put("mode", "background");
        definition.putArray("url_args").addObject().put("name", "n").put("type", "integer");
        ArrayNode list = definition.putArray("tasks");
        ArrayNode edges = definition.putArray("edges");
        for (int i = 1; i <= tasks; i++) {
            list.addObject().put("name", "t" + i).put("code", code(i, tasks));
            if (i > 1) {
                edges.addObject().put("from", "t" + (i - 1)).put("to", "t" + i);
            }
        }
        definition.putArray("response").addObject().put("key", "out");
        return definition;
    }

    private String code(int number, int tasks) {
        String body = """
                import json, os, time
                from common.framework.utils.events import send_user_task_sse

                def note(ti, what):
                    line = json.dumps([ti.run_id, ti.task_name, ti.attempt, what, time.time_ns()]) + "\\n"
                    ledger = os.open(LEDGER, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
                    os.write(ledger, line.encode())
                    os.fsync(ledger)
                    os.close(ledger)

                def NAME(ti):
                    note(ti, "start")
                    send_user_task_sse(f"{ti.task_name} of TASKS")
                    before = ti.pull("sum") if NUMBER > 1 else b""
                    time.sleep(0.01)
                    ti.push("sum", before + bytes([NUMBER]) * 70_000)
                    ti.response_data("out", [{"task": ti.task_name, "bytes": len(before)}])
                    note(ti, "end")
                """;
        return body.replace("LEDGER", "'" + folder.resolve("ledger") + "'")
                .replace("NAME", "t" + number)
                .replace("NUMBER", String.valueOf(number))
                .replace("TASKS", String.valueOf(tasks));
    }

    /** Asks again under the same key for as long as nobody knows whether the run was accepted, and sometimes though everybody does. */
    private void accept(int first) {
        Random own = new Random(seed + first);
        for (int i = first; i < RUNS; i += CLIENTS) {
            String path = API + "/be_wf_graph/id/chain-" + (3 + i % 3) + "/call?n=" + i;
            String key = "run-" + i;
            int answers = own.nextInt(4) == 0 ? 2 : 1;
            while (answers > 0) {
                try {
                    HttpResponse<String> response = send("POST", path, key, "");
                    if (response.statusCode() == 202) {
                        String run = json(response).path("run_id").asText();
                        runsByKey
                                .computeIfAbsent(key, unknown -> ConcurrentHashMap.newKeySet())
                                .add(run);
                        answers--;
                    } else if (response.statusCode() != 503 && response.statusCode() != 409) {
                        System.out.println("fault loop: unexpected " + response.statusCode() + " " + response.body());
                    }
                } catch (IOException | InterruptedException e) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            }
            accepted.incrementAndGet();
            if (!over) {
                LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(own.nextInt(1 + 2 * SECONDS * 1000 * CLIENTS / RUNS)));
            }
        }
    }

    private Map<String, Integer> faults() throws Exception {
        Map<String, Integer> done = new TreeMap<>();
        Instant end = Instant.now().plusSeconds(SECONDS);
        while (Instant.now().isBefore(end)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(600)));
            int dice = random.nextInt(10);
            String what = dice < 2 ? "server" : dice < 4 ? "postgres" : "worker";
            if (fault(what)) {
                done.merge(what, 1, Integer::sum);
            }
        }
        return done;
    }

    private boolean fault(String what) throws Exception {
        remember();
        if (what.equals("server")) {
            server.kill();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(500)));
            server = ServerProcess.start(folder.resolve("data"), OPTIONS);
            return true;
        }
        List<ProcessHandle> candidates = processes.stream()
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(what.equals("worker") ? "beworkflows_worker.__main__" : "/bin/postgres -D"))
                .sorted()
                .toList();
        return !candidates.isEmpty()
                && candidates.get(random.nextInt(candidates.size())).destroyForcibly();
    }

    private void remember() {
        valueFolders.addAll(valueFolders(server));
        try (Stream<ProcessHandle> all = server.process.toHandle().descendants()) {
            all.forEach(processes::add);
        }
    }

    private List<JsonNode> ended(Instant deadline) throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (Set<String> runs : runsByKey.values()) {
            for (String run : runs) {
                records.add(ended(run, deadline));
            }
        }
        return records;
    }

    private JsonNode ended(String run, Instant deadline) throws Exception {
        while (true) {
            JsonNode record = record(run);
            if (!record.path("finished_at").isNull()
                    && !record.path("finished_at").isMissingNode()) {
                return record;
            }
            assertTrue(Instant.now().isBefore(deadline), "run does not end: " + record);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** An empty object while the database comes back. */
    private JsonNode record(String run) throws InterruptedException {
        try {
            HttpResponse<String> response = send("GET", API + "/runs/" + run, "", "");
            assertTrue(response.statusCode() != 404, "an accepted run is lost: " + run);
            return response.statusCode() == 200 ? json(response) : TestServer.JSON.createObjectNode();
        } catch (IOException e) {
            return TestServer.JSON.createObjectNode();
        }
    }

    private static Map<String, Integer> statuses(List<JsonNode> records) {
        return records.stream()
                .collect(Collectors.toMap(record -> record.path("status").asText(), record -> 1, Integer::sum));
    }

    private void noTaskStartsAfterItsRecordedEnd(List<JsonNode> records) throws IOException {
        Map<String, Instant> ends = new ConcurrentHashMap<>();
        for (JsonNode record : records) {
            for (JsonNode task : record.path("tasks")) {
                ends.put(
                        record.path("run_id").asText() + " " + task.path("name").asText(),
                        Instant.parse(task.path("finished_at").asText()));
            }
        }
        List<Line> ledger = ledger();
        System.out.println("fault loop: ledger lines=" + ledger.size() + " starts beyond the first="
                + (ledger.stream().filter(line -> line.what.equals("start")).count() - ends.size()));
        List<Line> wrong = ledger.stream()
                .filter(line -> line.what.equals("start"))
                .filter(line -> line.at.isAfter(ends.getOrDefault(line.run + " " + line.task, Instant.MIN)))
                .toList();
        assertEquals(List.of(), wrong, "started again after its recorded end");
        Set<String> ran = ledger.stream()
                .filter(line -> line.what.equals("end"))
                .map(line -> line.run + " " + line.task)
                .collect(Collectors.toSet());
        assertEquals(ends.keySet(), ran, "what is recorded as done was done");
    }

    private List<Line> ledger() throws IOException {
        List<Line> lines = new ArrayList<>();
        for (String text : Files.readAllLines(folder.resolve("ledger"))) {
            JsonNode line = TestServer.JSON.readTree(text);
            Instant at = Instant.EPOCH.plusNanos(line.path(4).longValue());
            lines.add(new Line(
                    line.path(0).asText(),
                    line.path(1).asText(),
                    line.path(2).asInt(),
                    line.path(3).asText(),
                    at));
        }
        return lines;
    }

    private void save(ObjectNode definition) throws Exception {
        HttpResponse<String> response = send("POST", API + "/be_wf_graph", "", definition.toString());
        assertEquals(201, response.statusCode(), response.body());
    }

    private HttpResponse<String> send(String method, String path, String key, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.base() + path)).timeout(Duration.ofSeconds(10));
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return TestServer.JSON.readTree(response.body());
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(Path::toString).toList();
        }
    }

    /** Its folder for large values in shared memory, as its log says. */
    private static List<String> valueFolders(ServerProcess server) {
        synchronized (server.log) {
            return server.log.stream()
                    .filter(line -> line.contains(VALUES))
                    .map(line -> line.substring(line.indexOf(VALUES) + VALUES.length())
                            .strip())
                    .toList();
        }
    }
}
