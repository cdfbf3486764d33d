package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import dev.beworkflows.disk.FolderTree;
import dev.beworkflows.environments.TestWheels;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for an environment that could not be built, over restarts. */
class EnvironmentsOverRestartIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final String ENVIRONMENTS = "/api/app/be_workflows/environments/";

    @TempDir
    Path folder;

    private Path data;
    private Path wheels;
    private Path wheel;

    @BeforeEach
    void prepare() throws Exception {
        Path servers = Files.createDirectories(Path.of("target", "test-servers"));
        data = Files.createTempDirectory(servers, "environments");
        wheels = folder.resolve("wheels");
        wheel = TestWheels.write(wheels, "demo_pkg", "1.0");
    }

    @Test
    void aVersionThatWaitsIsTriedOnceMoreWhenTheServerStarts() throws Exception {
        String id;
        String environment;
        try (TestServer server = start()) {
            id = server.save(saying(server, "'old'"));
            ObjectNode second = saying(server, "'new'");
            second.remove("id");
            second.withArray("requirements").add("demo-pkg");
            Answer saved = server.send("PUT", GRAPH + "/id/" + id, "application/json", second.toString());
            assertTrue(saved.status() < 300, saved.response().body());
            JsonNode built = eventually(
                    server, GRAPH + "/id/" + id, json -> json.path("published").asBoolean());
            environment = built.at("/environment/id").asText();
            assertEquals(
                    200,
                    post(server, GRAPH + "/id/" + id + "/versions/1/publish").status());
        }
        lose(environment);
        try (TestServer server = start()) {
            assertEquals(
                    202,
                    post(server, GRAPH + "/id/" + id + "/versions/2/publish").status());
            failed(server, environment);
        }
        Path unused = TestWheels.write(wheels, "demo_pkg", "1.0");
        try (TestServer server = start()) {
            JsonNode published = eventually(
                    server,
                    GRAPH + "/id/" + id + "/versions/2",
                    json -> json.path("published").asBoolean());
            assertEquals("ready", published.at("/environment/state").asText());
            Answer called = server.get(server.callPath(id));
            assertEquals("new", called.json().at("/data/out/0/said").asText());
        }
    }

    @Test
    void aDurableRunOutlivesItsEnvironment() throws Exception {
        Path go = folder.resolve("go");
        String run;
        String environment;
        try (TestServer server = start()) {
            String wait = "import os, time\nwhile not os.path.exists('" + go + "'): time.sleep(0.01)\n";
            ObjectNode definition = server.chain(
                            "say", function("say", wait + "ti.response_data('out', [{'said': 'done'}])"))
                    .put("mode", "background");
            definition.withArray("requirements").add("demo-pkg");
            Answer saved = server.create(definition.toString());
            assertTrue(saved.status() < 300, saved.response().body());
            String id = definition.path("id").asText();
            JsonNode built = eventually(
                    server, GRAPH + "/id/" + id, json -> json.path("published").asBoolean());
            environment = built.at("/environment/id").asText();
            Answer accepted = server.get(server.callPath(id));
            assertEquals(202, accepted.status(), accepted.response().body());
            run = accepted.json().path("run_id").asText();
            JsonNode unused = eventually(
                    server,
                    "/api/app/be_workflows/runs/" + run,
                    json -> json.path("status").asText().equals("running"));
        }
        lose(environment);
        try (TestServer server = start()) {
            failed(server, environment);
            JsonNode waiting = server.get("/api/app/be_workflows/runs/" + run).json();
            assertTrue(waiting.path("finished_at").isNull(), waiting.toString());
            Path unusedWheel = TestWheels.write(wheels, "demo_pkg", "1.0");
            Path unused = Files.createFile(go);
            assertEquals(
                    202, post(server, ENVIRONMENTS + environment + "/build").status());
            assertEquals("succeeded", server.record(run).path("status").asText());
        }
    }

    private TestServer start() throws Exception {
        return TestServer.start(
                data,
                Map.of(
                        Setting.WHEELS,
                        wheels.toString(),
                        Setting.OFFLINE,
                        "true",
                        Setting.UV,
                        "none",
                        Setting.STOP_GRACE,
                        "100ms"));
    }

    /** With the wheel that it could be built from. */
    private void lose(String environment) throws Exception {
        Path root = data.resolve("environments");
        FolderTree.remove(root.resolve(environment));
        Files.delete(root.resolve(environment + ".json"));
        Files.delete(wheel);
    }

    private static void failed(TestServer server, String environment) throws Exception {
        JsonNode unused = eventually(
                server,
                ENVIRONMENTS + environment,
                json -> json.path("state").asText().equals("failed"));
    }

    private static ObjectNode saying(TestServer server, String expression) {
        return server.chain("say", function("say", "ti.response_data('out', [{'said': " + expression + "}])"));
    }

    private static Answer post(TestServer server, String path) throws Exception {
        return server.send(server.request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static JsonNode eventually(TestServer server, String path, Predicate<JsonNode> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            JsonNode json = server.get(path).json();
            if (condition.test(json)) {
                return json;
            }
            assertTrue(System.nanoTime() < end, () -> "not within 60 s: " + json);
        }
    }
}
