package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One task by itself, through the whole server. */
class TrialIT {
    private static final String PATH = "/api/app/be_workflows/be_wf_graph/run-task";
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "2", Setting.POLL, "200ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aTaskSeesTypedValuesAndItsRequestAndTellsWhatItDid() throws Exception {
        ObjectNode definition = server.chain(
                "load",
                "this is no python",
                "work",
                function(
                        "work",
                        "from common.framework.utils.events import send_user_task_sse\n"
                                + "rows = ti.pull('rows')\nti.push('sum', sum(rows))\nti.push('set', {1})\n"
                                + "send_user_task_sse({'half': 'way'})\nprint('got', ti.url_params['n'])\n"
                                + "ti.response_data('out', [{'n': n} for n in rows])\nti.response_meta('out', {'count': 3})\n"
                                + "ti.skip_following('report', reason='enough')"),
                "report",
                function("report", "raise ValueError('never called')"));
        definition.putArray("url_args").addObject().put("name", "n").put("type", "integer");
        String before = server.get("/api/app/be_workflows/runs").json().toString();

        ObjectNode body = body(definition, "work");
        body.putObject("values").putArray("rows").add(1).add(2).add(3.5);
        body.putObject("request").putObject("url_params").put("n", 7);
        JsonNode done = tried(body);
        assertEquals("succeeded", done.path("status").asText(), done.toString());
        assertEquals("set", done.at("/pushed/0/key").asText());
        assertTrue(done.at("/pushed/0/bytes").asInt() > 0
                && done.at("/pushed/0/value").isMissingNode());
        assertEquals("{\"key\":\"sum\",\"value\":6.5}", done.at("/pushed/1").toString());
        assertEquals("[{\"n\":1},{\"n\":2},{\"n\":3.5}]", done.at("/data/out").toString());
        assertEquals("{\"count\":3}", done.at("/meta/out").toString());
        assertEquals("[{\"half\":\"way\"}]", done.path("messages").toString());
        assertEquals("got 7\n", done.path("log").asText());
        assertEquals(
                "{\"report\":\"'work' called skip_following: enough\"}",
                done.path("skipped").toString());
        assertTrue(done.path("error").isNull());
        assertTrue(done.path("user_seconds").asDouble() > 0);
        assertTrue(done.path("seconds").asDouble() >= done.path("user_seconds").asDouble(), done.toString());

        assertEquals(before, server.get("/api/app/be_workflows/runs").json().toString(), "there was no run");
        String id = definition.path("id").asText();
        assertEquals(
                404, server.get("/api/app/be_workflows/be_wf_graph/id/" + id).status(), "nothing is saved");
    }

    @Test
    void anErrorHasItsLineAndALimitIsALimit() throws Exception {
        ObjectNode definition =
                server.chain("work", function("work", "x = 1\nraise LookupError('no ' + str(ti.pull('key')))"));
        ((ObjectNode) definition.at("/tasks/0")).put("enabled", false);
        ObjectNode body = body(definition, "work");
        body.putObject("values").putNull("key");
        JsonNode failed = tried(body);
        assertEquals("failed", failed.path("status").asText(), failed.toString());
        assertEquals("LookupError", failed.at("/error/type").asText());
        assertEquals("no None", failed.at("/error/message").asText());
        assertEquals(3, failed.at("/error/line").asInt());

        ObjectNode slow =
                server.chain("work", function("work", "import time\nprint('sleeps', flush=True)\ntime.sleep(60)"));
        ((ObjectNode) slow.at("/tasks/0")).put("timeout", 0.5);
        JsonNode late = tried(body(slow, "work"));
        assertEquals("task_timeout", late.at("/error/kind").asText(), late.toString());
        assertEquals("sleeps\n", late.path("log").asText());
    }

    @Test
    void valuesOfAPastRunAreThereAndTypedOnesComeFirst() throws Exception {
        String id = server.save(server.chain(
                "load",
                function("load", "ti.push('small', [1.0])\nti.push('set', {1, 2})\nti.push('big', b'x' * 2_000_000)"),
                "work",
                function(
                        "work",
                        "seen = str(ti.pull('small')) + str(ti.pull('set'))\nti.push('small', 'of work')\nti.push('seen', seen)"),
                "after",
                function("after", "ti.push('late', 1)\nassert ti.method == 'PUT'")));
        Answer accepted = server.send(server.request(server.callPath(id))
                .header("Prefer", "respond-async")
                .GET());
        String run = accepted.json().path("run_id").asText();
        assertEquals("failed", server.record(run).path("status").asText());

        ObjectNode body = TestServer.JSON.createObjectNode();
        body.put("workflow_id", id).put("version", 1).put("task", "work").put("run_id", run);
        JsonNode done = tried(body);
        assertEquals("[1.0]{1, 2}", done.at("/pushed/0/value").asText(), done.toString());
        assertEquals("[\"big\"]", done.path("left_out").toString());
        body.putObject("values").put("small", "typed");
        assertEquals("typed{1, 2}", tried(body).at("/pushed/0/value").asText());

        String foreground = server.get(server.callPath(id)).header("x-run-id");
        assertEquals("failed", server.record(foreground).path("status").asText());
        assertEquals("typed{1, 2}", pulled(body, foreground));
        body.remove("values");
        assertEquals("[1.0]{1, 2}", pulled(body, foreground));
        Answer again = server.send(server.request(server.callPath(id))
                .header("Prefer", "respond-async")
                .PUT(HttpRequest.BodyPublishers.noBody()));
        String succeeded = again.json().path("run_id").asText();
        assertEquals("succeeded", server.record(succeeded).path("status").asText());
        assertEquals("[1.0]{1, 2}", pulled(body, succeeded));
        String empty = server.run("pass").header("x-run-id");
        refused(body.deepCopy().put("run_id", empty), "/run_id");
        refused(body.deepCopy().put("run_id", "01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10"), "/run_id");
        refused(body.deepCopy().put("version", 2), "/workflow_id");
        refused(body.deepCopy().put("workflow_id", "nobodys"), "/workflow_id");
    }

    @Test
    void whatIsWrongIsToldAtItsPlace() throws Exception {
        ObjectNode definition = server.chain("load", "def load(ti): pass", "work", "def work(ti)\n    pass\n");
        ObjectNode body = body(definition, "work");
        refused(body, "/tasks/1/code");
        refused(body.deepCopy().put("task", "other"), "/task");
        refused(body.deepCopy().put("task", "load").put("more", 1), "/more");
        refused(body.deepCopy().put("task", "load").put("values", 1), "/values");
        refused(body.deepCopy().put("task", "load").put("run_id", "x"), "/run_id");
        refused(body.deepCopy().put("task", "load").put("workflow_id", "x"), "/workflow_id");
        refused(body.deepCopy().put("task", "load").put("version", 1), "/version");
        ObjectNode none = body.deepCopy().without(List.of("definition"));
        refused(none, "/definition");
        ObjectNode request = body.deepCopy().put("task", "load");
        request.putObject("request").putObject("url_params").put("n", 1);
        refused(request, "/request/url_params/n");
        ObjectNode part = body.deepCopy().put("task", "load");
        part.putObject("request").put("query", 1);
        refused(part, "/request/query");
        ObjectNode empty = body.deepCopy().put("task", "load");
        ArrayNode unused = ((ObjectNode) empty.path("definition")).putArray("tasks");
        refused(empty, "/task");
        assertEquals(400, server.send("POST", PATH, "application/json", "[]").status());
    }

    private static String pulled(ObjectNode body, String run) throws Exception {
        JsonNode done = tried(body.deepCopy().put("run_id", run));
        assertEquals("[\"big\"]", done.path("left_out").toString());
        return done.at("/pushed/0/value").asText();
    }

    private static ObjectNode body(ObjectNode definition, String task) {
        ObjectNode body = TestServer.JSON.createObjectNode().put("task", task);
        body.set("definition", definition);
        return body;
    }

    private static JsonNode tried(ObjectNode body) throws Exception {
        Answer answer = server.send("POST", PATH, "application/json", body.toString());
        assertEquals(200, answer.status(), answer.json().toString());
        return answer.json();
    }

    private static void refused(ObjectNode body, String pointer) throws Exception {
        Answer answer = server.send("POST", PATH, "application/json", body.toString());
        assertEquals(400, answer.status(), answer.json().toString());
        assertEquals(
                pointer,
                answer.json().at("/errors/0/pointer").asText(),
                answer.json().toString());
    }
}
