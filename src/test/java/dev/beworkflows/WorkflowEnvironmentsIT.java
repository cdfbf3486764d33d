package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import dev.beworkflows.environments.TestWheels;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workflows require, over HTTP: resolved when they are saved, built behind the answer, published when it is there. */
class WorkflowEnvironmentsIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final String ENVIRONMENTS = "/api/app/be_workflows/environments";

    @TempDir
    static Path wheels;

    private static TestServer server;
    private static Optional<PairOfPythons> pythons = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        pythons = PairOfPythons.find();
        for (String version : new String[] {"1.0", "2.0", "3.0"}) {
            Path unused = TestWheels.write(wheels, "demo_pkg", version);
        }
        server = TestServer.start(Map.of(
                Setting.WORKERS,
                "1..2",
                Setting.WORKER_IDLE,
                "200ms",
                Setting.POOL_IDLE,
                "2s",
                Setting.WHEELS,
                wheels.toString(),
                Setting.PYTHONS,
                pythons.map(PairOfPythons::commands).orElse(""),
                Setting.OFFLINE,
                "true",
                Setting.UV,
                "none"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aVersionIsPublishedWhenItsEnvironmentIsThere() throws Exception {
        ObjectNode definition = requiring("one", "demo-pkg<2");
        String id = definition.path("id").asText();
        Answer saved = server.send("POST", GRAPH, "application/json", definition.toString());
        assertTrue(
                saved.status() == 201 || saved.status() == 202, saved.response().body());
        JsonNode version =
                eventually(GRAPH + "/id/" + id, json -> json.path("published").asBoolean());
        assertFalse(version.path("publishing").asBoolean(true));
        assertEquals("ready", version.at("/environment/state").asText());
        assertEquals("one", said(server.get(server.callPath(id))));

        String environment = version.at("/environment/id").asText();
        JsonNode one = server.get(ENVIRONMENTS + "/" + environment).json();
        assertEquals("demo-pkg", one.at("/packages/0/name").asText());
        assertEquals("1.0", one.at("/packages/0/version").asText());
        assertTrue(one.path("workflows").findValuesAsText("workflow_id").contains(id), one.toString());
        assertTrue(one.path("bytes").asLong() > 1_000, one.toString());
        assertTrue(one.path("log").size() > 0, one.toString());
        assertTrue(server.get(ENVIRONMENTS).json().path("items").toString().contains(environment));

        Answer sameAgain = put(id, requiring("two", "demo-pkg<2"));
        assertEquals(200, sameAgain.status(), "its environment is there");
        assertEquals(environment, sameAgain.json().at("/environment/id").asText());
        assertEquals("two", said(server.get(server.callPath(id))));
    }

    @Test
    void aTypingErrorIsToldInPipsWordsAndHarmsNothing() throws Exception {
        ObjectNode right = requiring("one");
        String id = server.save(right);
        Answer refused = put(id, requiring("two", "demo-pkg", "demo-pgk==1.0"));
        assertEquals(400, refused.status(), refused.response().body());
        assertEquals("/requirements/1", refused.json().at("/errors/0/pointer").asText());
        assertTrue(
                refused.json()
                        .at("/errors/0/message")
                        .asText()
                        .contains("No matching distribution found for demo-pgk==1.0"),
                refused.response().body());
        assertEquals(1, server.get(GRAPH + "/id/" + id).json().path("version").asInt(), "nothing was saved");
        assertEquals("one", said(server.get(server.callPath(id))));

        ObjectNode draft = requiring("three", "demo-pgk==1.0");
        draft.remove("id");
        Answer saved = server.send("PUT", GRAPH + "/id/" + id + "?draft=true", "application/json", draft.toString());
        assertEquals(200, saved.status(), "a draft is looked at when it is published");
        Answer published = post(GRAPH + "/id/" + id + "/versions/2/publish");
        assertEquals(422, published.status(), published.response().body());
        assertEquals(
                "/problems/requirements-refused", published.json().path("type").asText());
        assertEquals("/requirements/0", published.json().at("/errors/0/pointer").asText());
        assertEquals("one", said(server.get(server.callPath(id))));
        Answer called = server.get(GRAPH + "/id/" + id + "/versions/2/call");
        assertEquals(503, called.status(), called.response().body());
        assertTrue(
                called.json().path("detail").asText().contains("demo-pgk"),
                called.response().body());
    }

    @Test
    void theOldVersionAnswersUntilTheNewOneIsBuiltHoweverOftenThatFails() throws Exception {
        String id = server.save(requiring("old"));
        assertTrue(put(id, requiring("new", "demo-pkg==3.0")).status() < 300);
        JsonNode built =
                eventually(GRAPH + "/id/" + id, json -> json.path("published").asBoolean());
        String environment = ENVIRONMENTS + "/" + built.at("/environment/id").asText();
        assertEquals(200, post(GRAPH + "/id/" + id + "/versions/1/publish").status());
        Answer kept = server.send(server.request(environment).DELETE());
        assertEquals(409, kept.status(), "it has a worker that was made ready for calls");
        assertEquals("/problems/environment-in-use", kept.json().path("type").asText());
        JsonNode idle = eventually(environment, json -> !json.path("in_use").asBoolean(true));
        assertEquals(204, server.send(server.request(environment).DELETE()).status(), idle.toString());
        assertEquals(404, server.get(environment).status());
        Path wheel = wheels.resolve("demo_pkg-3.0-py3-none-any.whl");
        Files.delete(wheel);

        Answer published = post(GRAPH + "/id/" + id + "/versions/2/publish");
        assertEquals(202, published.status(), published.response().body());
        JsonNode failed =
                eventually(environment, json -> json.path("state").asText().equals("failed"));
        assertTrue(failed.path("error").asText().contains("demo-pkg==3.0"), failed.toString());
        JsonNode waiting = server.get(GRAPH + "/id/" + id + "/versions/2").json();
        assertTrue(waiting.path("publishing").asBoolean(), waiting.toString());
        assertEquals("failed", waiting.at("/environment/state").asText());
        assertEquals("old", said(server.get(server.callPath(id))));

        Path unused = TestWheels.write(wheels, "demo_pkg", "3.0");
        assertEquals(202, post(environment + "/build").status());
        String stream = server.get(environment + "/events").response().body();
        assertTrue(stream.contains("event: state\n") && stream.contains("event: log\n"), stream);
        assertTrue(
                stream.contains("\"state\":\"failed\"")
                        && stream.stripTrailing().endsWith("\"state\":\"ready\"}"),
                stream);
        String last = stream.substring(stream.lastIndexOf("id: ") + 4).split("\n", -1)[0];
        assertEquals(
                204, server.get(environment + "/events?last_event_id=" + last).status());
        assertEquals(400, server.get(environment + "/events?last_event_id=x").status());
        JsonNode now = eventually(
                GRAPH + "/id/" + id + "/versions/2",
                json -> json.path("published").asBoolean());
        assertFalse(now.path("publishing").asBoolean(true));
        JsonNode called = eventually(
                server.callPath(id),
                json -> json.at("/data/out/0/said").asText().equals("new"));
        assertEquals(1, called.at("/data/out").size());
    }

    @Test
    void versionsOfAPackageRunSideBySideEachInItsOwnEnvironment() throws Exception {
        String one =
                server.save(saying("__import__('importlib.metadata').metadata.version('demo-pkg')", "demo-pkg==1.0"));
        String two =
                server.save(saying("__import__('importlib.metadata').metadata.version('demo-pkg')", "demo-pkg==2.0"));
        String base = server.save(saying("__import__('importlib.util').util.find_spec('demo_pkg')"));
        for (String id : new String[] {one, two}) {
            JsonNode unused = eventually(
                    GRAPH + "/id/" + id, json -> json.path("published").asBoolean());
        }
        for (int i = 0; i < 3; i++) {
            assertEquals("1.0", said(server.get(server.callPath(one))));
            assertEquals("2.0", said(server.get(server.callPath(two))));
            assertEquals("None", said(server.get(server.callPath(base))));
        }
    }

    @Test
    void modulesToPreloadAreThereBeforeTheFirstCall() throws Exception {
        ObjectNode definition = saying("'demo_pkg' in __import__('sys').modules", "demo-pkg==1.0");
        definition.putArray("preload").add("demo_pkg");
        String id = server.save(definition);
        JsonNode unused =
                eventually(GRAPH + "/id/" + id, json -> json.path("published").asBoolean());
        assertEquals("True", said(server.get(server.callPath(id))));
    }

    @Test
    void aPythonThatIsNotThereIsToldAtItsPlace() throws Exception {
        ObjectNode definition = requiring("one").put("python", "3.1");
        Answer refused = server.send("POST", GRAPH, "application/json", definition.toString());
        assertEquals(400, refused.status(), refused.response().body());
        assertEquals("/python", refused.json().at("/errors/0/pointer").asText());
    }

    @Test
    void codeIsCheckedWithThePythonThatTheWorkflowChooses() throws Exception {
        assumeTrue(pythons.isPresent(), "skipped: there are no two Pythons of different versions on this machine");
        PairOfPythons pair = pythons.get();
        assumeTrue(
                TestServer.ISOLATION.equals("off")
                        || server.get("/healthz")
                                .json()
                                .at("/isolation/layers/namespaces")
                                .asBoolean()
                        || pair.isForEverybody(),
                "skipped: the user of the workers cannot reach both Pythons");
        String code = function("say", pair.newSyntax() + "\nti.response_data('out', [{'said': new}])");
        ObjectNode definition = server.chain("say", code);
        Answer refused = server.create(definition.put("python", pair.older()).toString());
        assertEquals(400, refused.status(), refused.response().body());
        assertEquals("/tasks/0/code", refused.json().at("/errors/0/pointer").asText());
        assertEquals(
                "Python that compiles",
                refused.json().at("/errors/0/expected").asText(),
                refused.response().body());

        String id = server.save(definition.put("python", pair.newer()));
        assertEquals("yes", said(server.get(server.callPath(id))));
        Answer again = put(id, definition.put("python", pair.older()));
        assertEquals(400, again.status(), again.response().body());
        assertEquals("yes", said(server.get(server.callPath(id))));
    }

    @Test
    void whatThePythonOfTheServerHasNeedsNoEnvironment() throws Exception {
        String id = server.save(requiring("one", "pip"));
        assertTrue(server.get(GRAPH + "/id/" + id).json().path("environment").isNull());
        assertEquals("one", said(server.get(server.callPath(id))));
        assertEquals(404, server.get(ENVIRONMENTS + "/" + "0".repeat(24)).status());
        assertEquals(404, server.get(ENVIRONMENTS + "/nothing").status());
    }

    private static ObjectNode requiring(String said, String... requirements) {
        return saying("'" + said + "'", requirements);
    }

    /** @param expression of Python */
    private static ObjectNode saying(String expression, String... requirements) {
        ObjectNode definition =
                server.chain("say", function("say", "ti.response_data('out', [{'said': str(" + expression + ")}])"));
        for (String requirement : requirements) {
            definition.withArray("requirements").add(requirement);
        }
        return definition;
    }

    private static Answer put(String id, ObjectNode definition) throws Exception {
        definition.remove("id");
        return server.send("PUT", GRAPH + "/id/" + id, "application/json", definition.toString());
    }

    private static Answer post(String path) throws Exception {
        return server.send(server.request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static String said(Answer answer) {
        assertEquals(200, answer.status(), answer.response().body());
        return answer.json().at("/data/out/0/said").asText();
    }

    private static JsonNode eventually(String path, Predicate<JsonNode> condition) throws Exception {
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
