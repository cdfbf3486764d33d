package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.postgres.ReadyPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A whole server with embedded PostgreSQL and real workers in this JVM, and a client for it. */
final class TestServer implements AutoCloseable {

    /** Off, as many tests have tasks write where the test reads; TEST_ISOLATION=auto shows which do not need that. */
    static final String ISOLATION = System.getenv().getOrDefault("TEST_ISOLATION", "off");

    static final ObjectMapper JSON = new ObjectMapper();
    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Server server;
    private final AtomicInteger workflows = new AtomicInteger();

    private TestServer(Server server) {
        this.server = server;
    }

    /** Starts a server on a folder of its own. */
    static TestServer start(Map<Setting, String> options) throws Exception {
        Path servers = Files.createDirectories(Path.of("target", "test-servers"));
        return start(Files.createTempDirectory(servers, "server"), options);
    }

    static TestServer start(Path data, Map<Setting, String> options) throws Exception {
        Map<Setting, String> all = new EnumMap<>(Setting.class);
        all.put(Setting.PORT, "0");
        all.put(Setting.DATA, data.toString());
        all.put(Setting.ISOLATION, ISOLATION);
        String python = System.getenv("TEST_PYTHON");
        if (python != null) {
            all.put(Setting.PYTHON, python);
        }
        all.putAll(options);
        SettingValues values = new SettingValues(Map.of(), all);
        if (!options.containsKey(Setting.DATABASE_URL) && Files.notExists(data.resolve("postgres"))) {
            ReadyPostgres.copyTo(data);
        }
        Configuration configuration = Configuration.read(values);
        assertEquals(List.of(), values.problems());
        return new TestServer(Server.start(configuration));
    }

    /** An answer with its body as JSON; a missing node when it is none. */
    record Answer(int status, HttpResponse<String> response, JsonNode json) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** Skips the test where the examples' packages are neither in the tests' Python nor to be had. */
        Answer orSkipped() {
            boolean isWithout = status >= 400 && response.body().contains("No matching distribution found");
            assumeFalse(
                    isWithout,
                    "skipped: numpy, pandas and scikit-learn are not in the tests' Python (TEST_PYTHON), and PyPI is not reached");
            return this;
        }
    }

    String base() {
        return "http://127.0.0.1:" + server.port();
    }

    String callPath(String id) {
        return GRAPH + "/id/" + id + "/call";
    }

    Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    Answer send(String method, String path, String contentType, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base() + path)).timeout(Duration.ofSeconds(60));
    }

    Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response, json(response.body()));
    }

    /** Saves a definition, which must be right. */
    String save(ObjectNode definition) throws Exception {
        Answer answer = send("POST", GRAPH, "application/json", definition.toString());
        assertEquals(201, answer.status(), answer.response().body());
        return answer.json().path("id").asText();
    }

    Answer create(String definition) throws Exception {
        return send("POST", GRAPH, "application/json", definition);
    }

    /** A workflow of tasks one after the other, given as name and code in turn, with a free-form response item {@code out}. */
    ObjectNode chain(String... namesAndCode) {
        ObjectNode definition = JSON.createObjectNode().put("id", "test-" + workflows.incrementAndGet());
        ArrayNode tasks = definition.putArray("tasks");
        ArrayNode edges = definition.putArray("edges");
        for (int i = 0; i < namesAndCode.length; i += 2) {
            tasks.addObject().put("name", namesAndCode[i]).put("code", namesAndCode[i + 1]);
            if (i > 0) {
                edges.addObject().put("from", namesAndCode[i - 2]).put("to", namesAndCode[i]);
            }
        }
        definition.putArray("response").addObject().put("key", "out");
        return definition;
    }

    /** Saves a workflow with one task {@code task} of this body and calls it. */
    Answer run(String body) throws Exception {
        return get(callPath(save(chain("task", function("task", body)))));
    }

    static String function(String name, String body) {
        return "def " + name + "(ti):\n    " + body.strip().replace("\n", "\n    ") + "\n";
    }

    /** The record of a run, once it has ended. */
    JsonNode record(String runId) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            Answer answer = get("/api/app/be_workflows/runs/" + runId);
            assertEquals(200, answer.status(), answer.response().body());
            if (!answer.json().path("finished_at").isNull()) {
                return answer.json();
            }
            assertTrue(System.nanoTime() < end, "the run does not end: " + answer.json());
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not within 20 s: " + what);
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
