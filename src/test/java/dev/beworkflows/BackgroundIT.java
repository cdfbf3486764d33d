package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on without their caller, through the whole server. */
class BackgroundIT {
    private static final String RUNS = "/api/app/be_workflows/runs/";
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
    void theCallerGetsLinksAndLaterTheSameAnswerAsInTheForeground() throws Exception {
        String id = save(chain(
                "a",
                "ti.push('x', [1.0, 1])",
                "b",
                "ti.response_data('out', [{'x': ti.pull('x')}])\nti.response_meta('out', {'n': 2})"));
        Answer accepted = server.get(server.callPath(id));
        assertEquals(202, accepted.status());
        String run = accepted.json().path("run_id").asText();
        assertEquals(run, accepted.header("x-run-id"));
        assertEquals(RUNS + run, accepted.header("location"));
        assertEquals(RUNS + run, accepted.json().path("status_url").asText());

        JsonNode record = server.record(run);
        assertEquals("succeeded", record.path("status").asText());
        assertEquals("background", record.path("mode").asText());
        Answer result = server.get(accepted.json().path("result_url").asText());
        Answer foreground = server.send(
                server.request(server.callPath(id)).header("Prefer", "wait").GET());
        assertEquals(200, foreground.status());
        assertEquals(foreground.response().body(), result.response().body());
        assertEquals(
                "{\"data\":{\"out\":[{\"x\":[1.0,1]}]},\"meta\":{\"out\":{\"n\":2}}}",
                result.response().body());
        assertEquals(
                410,
                server.get(RUNS + foreground.header("x-run-id") + "/result").status());
    }

    @Test
    void anyWorkflowMayBeCalledEitherWay() throws Exception {
        String id = server.save(server.chain("task", function("task", "ti.response_data('out', [{'n': 1}])")));
        Answer accepted = server.send(server.request(server.callPath(id))
                .header("Prefer", "respond-async")
                .GET());
        assertEquals(202, accepted.status());
        assertEquals(
                "succeeded",
                server.record(accepted.header("x-run-id")).path("status").asText());
    }

    @Test
    void aCallThatTakesTooLongGoesOnWithoutItsCaller() throws Exception {
        Path gate = folder.resolve("gate");
        Path ledger = folder.resolve("ledger");
        String body = "open('" + ledger + "', 'a').write('x')\nimport os, time\nti.push('big', b'x' * 200000)\n"
                + "while not os.path.exists('" + gate + "'): time.sleep(0.01)";
        String id = server.save(server.chain(
                "first",
                function("first", body),
                "then",
                function("then", "ti.response_data('out', [{'n': len(ti.pull('big'))}])")));
        Answer accepted = server.send(
                server.request(server.callPath(id)).header("Prefer", "wait=1").GET());
        assertEquals(202, accepted.status());
        assertEquals(
                202, server.get(accepted.json().path("result_url").asText()).status());

        Files.createFile(gate);
        String run = accepted.header("x-run-id");
        assertEquals("succeeded", server.record(run).path("status").asText());
        Answer result = server.get(accepted.json().path("result_url").asText());
        assertEquals(200000, result.json().at("/data/out/0/n").asInt());
        assertEquals("x", Files.readString(ledger), "done once");
        assertEquals(
                200,
                server.send(server.request(server.callPath(id))
                                .header("Prefer", "wait=20")
                                .GET())
                        .status());
    }

    @Test
    void aFailedRunIsRetriedFromTheTaskThatFailed() throws Exception {
        Path gate = folder.resolve("gate");
        Path ledger = folder.resolve("ledger");
        String id = save(chain(
                "a", "open('" + ledger + "', 'a').write('a')\nti.push('x', 1)\nti.response_data('out', [{'a': 1}])",
                "b",
                        "import os\nassert os.path.exists('" + gate
                                + "'), 'not yet'\nti.response_data('out', [{'b': ti.pull('x')}])"));
        String run = accept(id);
        JsonNode first = server.record(run);
        assertEquals("failed", first.path("status").asText());
        assertEquals(3, first.at("/error/line").asInt(), "the line of the assertion in b's code");
        Answer failed = server.get(RUNS + run + "/result");
        assertEquals(500, failed.status());
        assertEquals("/problems/task-failed", failed.json().path("type").asText());

        Files.createFile(gate);
        assertEquals(202, post(RUNS + run + "/retry").status());
        TestServer.eventually("it succeeds", () -> status(run).equals("succeeded"));
        assertEquals(
                "[{\"a\":1},{\"b\":1}]",
                server.get(RUNS + run + "/result").json().at("/data/out").toString());
        assertEquals("a", Files.readString(ledger), "what is recorded is not done again");
        JsonNode tasks = server.record(run).path("tasks");
        assertEquals(List.of("succeeded"), tasks.at("/0/attempt_list").findValuesAsText("status"), tasks.toString());
        JsonNode attempts = tasks.at("/1/attempt_list");
        assertEquals(List.of("failed", "succeeded"), attempts.findValuesAsText("status"), attempts.toString());
        assertEquals(List.of("1", "2"), attempts.findValuesAsText("attempt"));
        assertEquals(3, attempts.at("/0/error/line").asInt());
        assertTrue(attempts.at("/1/error").isNull());
        Instant end = Instant.parse(attempts.at("/0/finished_at").asText());
        assertFalse(end.isBefore(Instant.parse(attempts.at("/0/started_at").asText())));
        assertTrue(end.isBefore(Instant.parse(attempts.at("/1/started_at").asText())));
        assertTrue(attempts.at("/1/user_seconds").isNumber(), attempts.toString());
        assertEquals(409, post(RUNS + run + "/retry").status());
        assertEquals(
                404, post(RUNS + "01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10/retry").status());
    }

    @Test
    void aRunIsCancelledWhereverItIs() throws Exception {
        String slow = save(chain("a", "import time\ntime.sleep(60)"));
        String running = accept(slow);
        TestServer.eventually("it runs", () -> taskStatus(running).equals("running"));
        JsonNode underWay = server.get(RUNS + running).json().at("/tasks/0/attempt_list/0");
        assertEquals("running", underWay.path("status").asText(), underWay.toString());
        assertTrue(underWay.path("finished_at").isNull()
                && underWay.path("started_at").isTextual());
        assertEquals(202, post(RUNS + running + "/cancel").status());
        assertEquals("cancelled", server.record(running).path("status").asText());
        assertEquals(409, server.get(RUNS + running + "/result").status());
        assertEquals(409, post(RUNS + running + "/cancel").status());

        Answer later = server.send(server.request(server.callPath(slow))
                .header("X-Run-At", "2100-01-01T00:00:00Z")
                .GET());
        assertEquals(400, later.status(), "too far away");
        String soon = Instant.now().plus(Duration.ofDays(1)).toString();
        String queued = server.send(server.request(server.callPath(slow))
                        .header("X-Run-At", soon)
                        .GET())
                .header("x-run-id");
        assertEquals("accepted", status(queued));
        assertEquals(202, post(RUNS + queued + "/cancel").status());
        assertEquals("cancelled", status(queued));
    }

    @Test
    void aRunThatKillsItsWorkersDiesAndHoldsUpNobody() throws Exception {
        String poison = save(chain("a", "import ctypes\nctypes.string_at(0)"));
        String healthy = save(chain("a", "ti.response_data('out', [{'n': 1}])"));
        String dead = accept(poison);
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(accept(healthy));
        }
        for (String other : others) {
            assertEquals("succeeded", server.record(other).path("status").asText());
        }
        JsonNode record = server.record(dead);
        assertEquals("dead", record.path("status").asText());
        assertEquals(3, record.at("/tasks/0/attempts").asInt());
        assertTrue(record.at("/error/message").asText().contains("SIGSEGV"), record.toString());
        assertEquals(500, server.get(RUNS + dead + "/result").status());
    }

    @Test
    void lostWorkersAndTheAuthorsRetriesAreCountedApart() throws Exception {
        ObjectNode definition = chain(
                "a",
                "import os\nif ti.attempt in (1, 3): os._exit(7)\nif ti.attempt == 2: raise ValueError('once')\nti.response_data('out', [{'attempt': ti.attempt}])");
        ((ObjectNode) definition.at("/tasks/0"))
                .putObject("retries")
                .put("max", 1)
                .put("backoff", 0.01);
        String run = accept(save(definition));
        assertEquals("succeeded", server.record(run).path("status").asText());
        assertEquals(
                4,
                server.get(RUNS + run + "/result")
                        .json()
                        .at("/data/out/0/attempt")
                        .asInt());
    }

    @Test
    void anInterceptorPutsAFileAwayAndItsIdIntoTheBody() throws Exception {
        ObjectNode definition = chain(
                "a",
                "from common.framework.utils.object_store import get\nti.response_data('out', [{'text': get(ti.req_body['csv_id']).text(), 'var': ti.req_body['var'], 'form': list(ti.req_form)}])");
        definition.putArray("form").addObject().put("name", "csv").put("type", "file");
        definition
                .putArray("body")
                .addObject()
                .put("name", "var")
                .put("type", "integer")
                .put("default", 21);
        definition.put("interceptor", """
                from common.framework.utils.events import send_user_task_sse

                def intercept(ti):
                    file = ti.req_form.pop('csv')
                    if file is None:
                        raise ValueError('a file is needed')
                    ti.req_body['csv_id'] = file.save()
                    ti.req_body['var'] = ti.req_body['var'] * 2
                    send_user_task_sse('checked ' + file.filename)
                    print('seen')
                """);
        String id = save(definition);
        Answer accepted = server.send(
                "POST",
                server.callPath(id),
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\"csv\"; filename=\"x.csv\"\r\nContent-Type: text/csv\r\n\r\na;b\r\n--b--\r\n");
        assertEquals(202, accepted.status(), accepted.response().body());
        JsonNode record = server.record(accepted.header("x-run-id"));
        assertEquals("succeeded", record.path("status").asText(), record.toString());
        assertEquals("checked x.csv", record.at("/messages/0/message").asText());
        assertEquals("seen\n", record.at("/log/0/text").asText());
        assertEquals(
                "{\"text\":\"a;b\",\"var\":42,\"form\":[]}",
                server.get(RUNS + accepted.header("x-run-id") + "/result")
                        .json()
                        .at("/data/out/0")
                        .toString());

        Answer refused = server.send("POST", server.callPath(id), "application/json", "{}");
        assertEquals(422, refused.status());
        assertEquals(
                "/problems/refused-by-interceptor", refused.json().path("type").asText());
        assertEquals("a file is needed", refused.json().path("detail").asText());
        assertFalse(refused.response().headers().map().containsKey("x-run-id"));
    }

    @Test
    void anUploadedFileIsThereForTheTasksOfABackgroundRun() throws Exception {
        ObjectNode definition = chain(
                "a",
                "ti.push('x', ti.req_form['csv'].read())",
                "b",
                "ti.response_data('out', [{'same': ti.pull('x') == ti.req_form['csv'].read(), 'n': ti.req_form['csv'].size}])");
        definition.putArray("form").addObject().put("name", "csv").put("type", "file");
        String id = save(definition);
        for (String prefer : List.of("respond-async", "wait=20")) {
            Answer answer = server.send(
                    server.request(server.callPath(id))
                            .header("Prefer", prefer)
                            .header("Content-Type", "multipart/form-data; boundary=b")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "--b\r\nContent-Disposition: form-data; name=\"csv\"; filename=\"x.csv\"\r\n\r\na;b\r\n--b--\r\n")));
            String run = answer.header("x-run-id");
            assertEquals("succeeded", server.record(run).path("status").asText());
            JsonNode result = answer.status() == 200
                    ? answer.json()
                    : server.get(RUNS + run + "/result").json();
            assertEquals("{\"same\":true,\"n\":3}", result.at("/data/out/0").toString());
        }
    }

    @Test
    void priorityAndLimitDecideWhoseTurnItIs() throws Exception {
        Path ledger = folder.resolve("ledger");
        ObjectNode definition = chain(
                "a",
                "import time\nopen('" + ledger + "', 'a').write('start\\n')\ntime.sleep(0.05)\nopen('" + ledger
                        + "', 'a').write('end\\n')");
        definition.put("concurrency", 1);
        String id = save(definition);
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            runs.add(accept(id));
        }
        for (String run : runs) {
            assertEquals("succeeded", server.record(run).path("status").asText());
        }
        assertEquals("start\nend\n".repeat(6), Files.readString(ledger), "one at a time");

        for (String wrong : List.of("101", "-101", "x", "1.5", "")) {
            Answer refused = server.send(server.request(server.callPath(id))
                    .header("X-Run-Priority", wrong)
                    .GET());
            assertEquals(400, refused.status(), wrong);
            assertEquals("header", refused.json().at("/errors/0/in").asText());
        }
        assertEquals(
                202,
                server.send(server.request(server.callPath(id))
                                .header("X-Run-Priority", "-100")
                                .GET())
                        .status());
    }

    @Test
    void messagesOfThreadsArriveAndWhatIsTooFastIsCounted() throws Exception {
        String run = accept(save(chain("a", """
                import threading
                from common.framework.utils.events import send_user_task_sse
                def many(name):
                    for i in range(200):
                        send_user_task_sse({'thread': name, 'i': i, 'text': '\\ud800\\u2028\\x00 \\U0001f600'})
                threads = [threading.Thread(target=many, args=(n,)) for n in range(8)]
                [t.start() for t in threads]
                [t.join() for t in threads]
                """)));
        JsonNode record = server.record(run);
        assertEquals("succeeded", record.path("status").asText(), record.toString());
        List<JsonNode> events = new SseClient(server.base()).read(RUNS + run + "/events");
        long messages = events.stream()
                .filter(event -> event.path("kind").asText().equals("message"))
                .count();
        long dropped = events.stream()
                .filter(event -> event.path("kind").asText().equals("messages_dropped"))
                .mapToLong(event -> event.path("count").asLong())
                .sum();
        assertEquals(1600, messages + dropped);
        assertTrue(messages >= 400 && dropped > 0, messages + " and " + dropped);
        assertEquals(
                "\ufffd\u2028\0 \ud83d\ude00",
                record.at("/messages/0/message/text").asText());
    }

    @Test
    void theExampleTrainsInTheBackground() throws Exception {
        StringBuilder csv = new StringBuilder("length,width,kind\n");
        for (int i = 0; i < 60; i++) {
            csv.append(i % 2 == 0 ? "1." : "3.")
                    .append(i)
                    .append(",0.")
                    .append(i)
                    .append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        String path = server.callPath("train-in-background");
        Answer accepted = onceBuilt(path, part(csv.toString()) + "--b--\r\n").orSkipped();
        assertEquals(202, accepted.status(), accepted.response().body());
        JsonNode record = server.record(accepted.header("x-run-id"));
        Answer result = server.get(RUNS + accepted.header("x-run-id") + "/result");
        assertEquals(1.0, result.json().at("/meta/scores/accuracy").asDouble(), 0.2);
        assertEquals(100, result.json().at("/data/model/0/trees").asInt());
        assertTrue(record.path("messages").size() >= 12, record.path("messages").toString());
        Answer refused = server.send("POST", path, "multipart/form-data; boundary=b", part("no table") + "--b--\r\n");
        assertEquals(422, refused.status());
        assertTrue(
                refused.json().path("detail").asText().startsWith("data.csv is no CSV file"),
                refused.response().body());
    }

    /** An interpreter that lacks the packages gets them in an environment, which takes minutes. */
    private static Answer onceBuilt(String path, String form) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (true) {
            Answer answer = server.send("POST", path, "multipart/form-data; boundary=b", form);
            if (!answer.json().path("detail").asText().endsWith("is being built") || System.nanoTime() > end) {
                return answer;
            }
        }
    }

    private static String part(String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"csv\"; filename=\"data.csv\"\r\nContent-Type: text/csv\r\n\r\n"
                + content + "\r\n";
    }

    private static ObjectNode chain(String... namesAndBodies) {
        String[] namesAndCode = namesAndBodies.clone();
        for (int i = 1; i < namesAndCode.length; i += 2) {
            namesAndCode[i] = function(namesAndCode[i - 1], namesAndBodies[i]);
        }
        return server.chain(namesAndCode).put("mode", "background");
    }

    private static String save(ObjectNode definition) throws Exception {
        return server.save(definition);
    }

    private static String accept(String id) throws Exception {
        Answer accepted = server.get(server.callPath(id));
        assertEquals(202, accepted.status(), accepted.response().body());
        return accepted.header("x-run-id");
    }

    private static Answer post(String path) throws Exception {
        return server.send(server.request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static String status(String run) {
        return show(run).path("status").asText();
    }

    private static String taskStatus(String run) {
        return show(run).at("/tasks/0/status").asText();
    }

    private static JsonNode show(String run) {
        try {
            return server.get(RUNS + run).json();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
