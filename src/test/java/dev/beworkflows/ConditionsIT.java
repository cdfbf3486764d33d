package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches that are left out, through the whole server. */
class ConditionsIT {

    private static final String RUNS = "/api/app/be_workflows/runs/";
    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "3", Setting.POLL, "200ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void oneBranchOfADiamondIsLeftOutInTheForegroundAndInTheBackground() throws Exception {
        String id = server.save(diamond());
        for (String prefer : List.of("wait", "respond-async")) {
            Answer small = call(id, "?n=3", prefer);
            JsonNode run = server.record(small.header("x-run-id"));
            assertEquals("succeeded", run.path("status").asText(), run.toString());
            assertEquals(List.of("succeeded", "skipped", "succeeded", "succeeded"), statuses(run));
            assertEquals(
                    "the condition of read -> large was false: n > 3",
                    run.at("/tasks/1/skipped_because").asText());
            assertTrue(run.at("/tasks/2/skipped_because").isNull());
            assertEquals(0, run.at("/tasks/1/attempts").asInt());
            JsonNode answer = prefer.equals("wait") ? small.json() : result(run);
            assertEquals("[{\"by\":\"small\"},{\"by\":\"join\"}]", rows(answer));

            Answer large = call(id, "?n=4", prefer);
            run = server.record(large.header("x-run-id"));
            assertEquals(List.of("succeeded", "succeeded", "skipped", "succeeded"), statuses(run));
        }
    }

    @Test
    void branchesAnswersAsTheReadmePrintsAndSaysWhatItLeftOut() throws Exception {
        Answer cleaned = call("branches", "?numbers=3&numbers=4&numbers=5&numbers=400", "wait");
        assertEquals(
                "{\"data\":{\"report\":[{\"mean\":4.0,\"count\":3}]},\"meta\":{\"report\":{}}}",
                cleaned.response().body());
        Answer clean = call("branches", "?numbers=3&numbers=4&numbers=5", "wait");
        assertEquals(
                "[{\"mean\":4.0,\"count\":3}]", clean.json().at("/data/report").toString());
        assertEquals(List.of("succeeded", "skipped", "succeeded"), statuses(server.record(clean.header("x-run-id"))));
        Answer few = call("branches", "?numbers=3", "wait");
        assertEquals("[]", few.json().at("/data/report").toString());
        assertEquals(List.of("succeeded", "skipped", "skipped"), statuses(server.record(few.header("x-run-id"))));
    }

    /** What is decided when the caller stops waiting goes along with the run. */
    @Test
    void aRunThatGoesOnWithoutItsCallerKeepsItsDecisions() throws Exception {
        Path gate = folder.resolve("gate");
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/tasks/2"))
                .put(
                        "code",
                        function(
                                "small",
                                "import os, time\nwhile not os.path.exists('" + gate + "'): time.sleep(0.01)"));
        Answer accepted = call(server.save(definition), "?n=3", "wait=1");
        assertEquals(202, accepted.status());
        Files.createFile(gate);
        JsonNode run = server.record(accepted.header("x-run-id"));
        assertEquals(List.of("succeeded", "skipped", "succeeded", "succeeded"), statuses(run));
    }

    @Test
    void aSkippedTaskStaysSkippedWhenARunIsRetried() throws Exception {
        Path gate = folder.resolve("gate");
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/tasks/2"))
                .put("code", function("small", "import os\nassert os.path.exists('" + gate + "')"));
        String run = call(server.save(definition), "?n=3", "respond-async").header("x-run-id");
        assertEquals(List.of("succeeded", "skipped", "failed", "not_started"), statuses(server.record(run)));
        Files.createFile(gate);
        assertEquals(
                202,
                server.send("POST", RUNS + run + "/retry", "application/json", "")
                        .status());
        TestServer.eventually("it succeeds", () -> statuses(record(run)).get(3).equals("succeeded"));
        assertEquals(List.of("succeeded", "skipped", "succeeded", "succeeded"), statuses(record(run)));
    }

    @Test
    void theEventsSayWhatWasSkippedAndWhy() throws Exception {
        Answer answer = call(server.save(diamond()), "?n=3", "wait");
        String run = answer.header("x-run-id");
        assertEquals("succeeded", server.record(run).path("status").asText());
        String events = server.get(RUNS + run + "/events").response().body();
        assertTrue(
                events.contains(
                        "\"kind\":\"task_skipped\",\"task\":\"large\",\"reason\":\"the condition of read -> large was false: n > 3\""),
                events);
    }

    @Test
    void aTaskThatJoinsAllIsSkippedWithAllThatFollowIt() throws Exception {
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/tasks/3")).put("join", "all");
        Answer answer = call(server.save(definition), "?n=3", "wait");
        JsonNode run = server.record(answer.header("x-run-id"));
        assertEquals(List.of("succeeded", "skipped", "succeeded", "skipped"), statuses(run));
        assertEquals("'large' was skipped", run.at("/tasks/3/skipped_because").asText());
        assertEquals(200, answer.status());
        assertEquals("[{\"by\":\"small\"}]", rows(answer.json()));
    }

    @Test
    void aTaskLeavesOutWhatFollowsIt() throws Exception {
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/tasks/0"))
                .put(
                        "code",
                        function("read", "ti.push('n', 9)\nti.skip_following('large', reason='too late in the day')"));
        JsonNode run = server.record(call(server.save(definition), "", "wait").header("x-run-id"));
        assertEquals(List.of("succeeded", "skipped", "skipped", "skipped"), statuses(run));
        assertEquals(
                "'read' called skip_following: too late in the day",
                run.at("/tasks/1/skipped_because").asText());
        assertEquals(
                "'large' was skipped; 'small' was skipped",
                run.at("/tasks/3/skipped_because").asText());
        assertEquals("succeeded", run.path("status").asText());
    }

    @Test
    void pullingWhatASkippedTaskWouldHavePushedRaisesKeyError() throws Exception {
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/tasks/1")).put("code", function("large", "ti.push('big', 1)"));
        ((ObjectNode) definition.at("/tasks/3")).put("code", function("join", "ti.pull('big')"));
        Answer created = server.create(definition.toString());
        assertEquals(0, created.json().path("warnings").size(), created.json().toString());
        String id = created.json().path("id").asText();
        assertEquals(200, call(id, "?n=4", "wait").status());
        assertEquals(
                "KeyError", call(id, "?n=3", "wait").json().path("error_type").asText());
    }

    @Test
    void aConditionThatRaisesFailsItsTaskAndIsNamed() throws Exception {
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/edges/0")).put("when", "n / 0 > 3");
        Answer answer = call(server.save(definition), "?n=3", "wait");
        assertEquals(500, answer.status());
        assertEquals("read", answer.json().path("task").asText());
        assertEquals("ZeroDivisionError", answer.json().path("error_type").asText());
        assertEquals(
                "the condition of the edge read -> large: division by zero",
                answer.json().path("detail").asText());
        JsonNode run = server.record(answer.header("x-run-id"));
        assertEquals(List.of("failed", "not_started", "not_started", "not_started"), statuses(run));
        assertEquals("raised", run.at("/error/kind").asText());
        assertTrue(
                run.at("/error/traceback").asText().contains("/workflow.yaml edge read -> large\", line 1"),
                run.toString());
    }

    @Test
    void theTimeLimitOfATaskCoversItsConditions() throws Exception {
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/tasks/0")).put("timeout", 0.5);
        ((ObjectNode) definition.at("/edges/0")).put("when", "any(False for _ in iter(int, 1))");
        Answer answer = call(server.save(definition), "?n=3", "wait");
        assertTrue(
                answer.json().path("detail").asText().contains("longer than its limit of 0.5 s"),
                answer.json().toString());
    }

    @Test
    void whatIsWrongWithAConditionIsToldWhenItIsSaved() throws Exception {
        ObjectNode definition = diamond();
        ((ObjectNode) definition.at("/edges/1")).put("when", "n <=\n    3");
        Answer refused = server.create(definition.toString());
        assertEquals(400, refused.status());
        assertEquals("/edges/1/when", refused.json().at("/errors/0/pointer").asText());
        assertEquals(
                1, refused.json().at("/errors/0/line").asInt(), refused.json().toString());
        assertTrue(
                refused.json().at("/errors/0/column").asInt() > 1,
                refused.json().toString());
        assertEquals(
                "a Python expression", refused.json().at("/errors/0/expected").asText());

        ((ObjectNode) definition.at("/edges/1")).put("when", "m <= 3");
        ((ObjectNode) definition.at("/tasks/1")).put("enabled", false);
        ((ObjectNode) definition.at("/edges/2")).put("when", "False");
        Answer warned = server.create(definition.toString());
        assertEquals(201, warned.status());
        List<String> pointers = new ArrayList<>();
        warned.json()
                .path("warnings")
                .forEach(warning -> pointers.add(warning.path("pointer").asText()));
        assertEquals(List.of("/edges/1/when", "/edges/2/when"), pointers);
    }

    @Test
    void theConditionOfADisabledTaskCountsAsTrue() throws Exception {
        ObjectNode definition =
                server.chain("a", function("a", "pass"), "b", function("b", "ti.response_data('out', [{'by': 'b'}])"));
        ((ObjectNode) definition.at("/tasks/0")).put("enabled", false);
        ((ObjectNode) definition.at("/edges/0")).put("when", "False");
        JsonNode run = server.record(call(server.save(definition), "", "wait").header("x-run-id"));
        assertEquals(List.of("passed_over", "succeeded"), statuses(run));
    }

    /** Its condition would be another one when it was asked again: the decision is kept, not made anew. */
    @Test
    void aRunThatIsResumedAfterAKillDecidesTheSame() throws Exception {
        Path flag = folder.resolve("flag");
        Path gate = folder.resolve("gate");
        Path ledger = Files.createFile(folder.resolve("ledger"));
        String note = "open('" + ledger + "', 'a').write(ti.task_name + ' ')";
        ObjectNode definition =
                TestServer.JSON.createObjectNode().put("id", "resumed").put("mode", "background");
        task(definition, "a", "pass");
        task(definition, "b", note);
        task(definition, "c", note + "\nimport os, time\nwhile not os.path.exists('" + gate + "'): time.sleep(0.01)");
        task(definition, "d", note).put("join", "any");
        String exists = "__import__('os').path.exists('" + flag + "')";
        edge(definition, "a", "b", exists);
        edge(definition, "a", "c", null);
        edge(definition, "a", "d", exists);
        edge(definition, "c", "d", "False");
        Path data = folder.resolve("data");
        String run;
        try (ServerProcess first = ServerProcess.start(data, "--lease", "3s")) {
            assertEquals(201, send(first, GRAPH, definition.toString()).statusCode());
            run = TestServer.JSON
                    .readTree(send(first, GRAPH + "/id/resumed/call", "{}").body())
                    .path("run_id")
                    .asText();
            TestServer.eventually("c runs", () -> text(ledger).equals("c "));
            first.kill();
        }
        Files.createFile(flag);
        Files.createFile(gate);
        try (ServerProcess second = ServerProcess.start(data, "--lease", "3s")) {
            TestServer.eventually(
                    "it ends", () -> !record(second, run).path("finished_at").isNull());
            JsonNode record = record(second, run);
            assertEquals(List.of("succeeded", "skipped", "succeeded", "skipped"), statuses(record), record.toString());
        }
        assertFalse(text(ledger).matches(".*[bd].*"), text(ledger));
    }

    /** {@code read} → {@code large} when n > 3, {@code small} otherwise → {@code join}. */
    private static ObjectNode diamond() {
        ObjectNode definition = server.chain();
        definition.putArray("url_args").addObject().put("name", "n").put("type", "integer");
        task(definition, "read", "ti.push('n', ti.url_params['n'])");
        for (String name : List.of("large", "small", "join")) {
            task(definition, name, "ti.response_data('out', [{'by': ti.task_name}])");
        }
        ((ObjectNode) definition.at("/tasks/3")).put("join", "any");
        edge(definition, "read", "large", "n > 3");
        edge(definition, "read", "small", "n <= 3");
        edge(definition, "large", "join", null);
        edge(definition, "small", "join", null);
        return definition;
    }

    private static ObjectNode task(ObjectNode definition, String name, String body) {
        return definition.withArray("/tasks").addObject().put("name", name).put("code", function(name, body));
    }

    private static void edge(ObjectNode definition, String from, String to, @Nullable String when) {
        definition
                .withArray("/edges")
                .addObject()
                .put("from", from)
                .put("to", to)
                .put("when", when);
    }

    private static Answer call(String id, String query, String prefer) throws Exception {
        return server.send(server.request(server.callPath(id) + query)
                .header("Prefer", prefer)
                .GET());
    }

    private static JsonNode record(String run) {
        try {
            return server.get(RUNS + run).json();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode result(JsonNode run) throws Exception {
        return server.get(RUNS + run.path("run_id").asText() + "/result").json();
    }

    private static List<String> statuses(JsonNode run) {
        List<String> statuses = new ArrayList<>();
        run.path("tasks").forEach(task -> statuses.add(task.path("status").asText()));
        return statuses;
    }

    private static String rows(JsonNode answer) {
        return answer.at("/data/out").toString();
    }

    private static HttpResponse<String> send(ServerProcess to, String path, String body) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(to.base() + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode record(ServerProcess of, String run) {
        try {
            return TestServer.JSON.readTree(CLIENT.send(
                            HttpRequest.newBuilder(URI.create(of.base() + RUNS + run))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
