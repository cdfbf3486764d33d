package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks that follow each other one by one go to a worker in one message; nothing else about them changes. */
class ChainIT {

    private static final Pattern EVENT =
            Pattern.compile("event: (?!accepted|started|succeeded|failed)(\\w+)\ndata: .*?\"task\":\"(\\w+)\"");
    private static final String BUSY = "import time\nend = time.monotonic() + %s\nwhile time.monotonic() < end: pass";
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatEachTaskSaysAndPrintsIsItsOwnAndInOrder() throws Exception {
        String body = "from common.framework.utils.events import send_user_task_sse\nprint(ti.task_name, end='')\n"
                + "send_user_task_sse(ti.task_name)";
        Answer answer =
                call(server.chain("a", function("a", body), "b", function("b", body), "c", function("c", body)));
        assertEquals(200, answer.status(), answer.response().body());
        List<String> expected = new ArrayList<>();
        for (String task : List.of("a", "b", "c")) {
            List.of("task_started", "message", "log", "task_succeeded")
                    .forEach(kind -> expected.add(kind + " " + task));
        }
        List<String> seen = events(answer);
        // a message is sent at once, output is looked for at the end of the task at the latest
        assertEquals(
                expected.stream().filter(event -> !event.startsWith("log")).toList(),
                seen.stream().filter(event -> !event.startsWith("log")).toList());
        for (String task : List.of("a", "b", "c")) {
            int log = seen.indexOf("log " + task);
            assertTrue(seen.indexOf("task_started " + task) < log && log < seen.indexOf("task_succeeded " + task));
        }
    }

    @Test
    void aTimeLimitIsEachTasksOwn() throws Exception {
        ObjectNode definition = server.chain(
                "a", function("a", BUSY.formatted("0.7")),
                "b", function("b", BUSY.formatted("0.7")),
                "c", function("c", "while True: pass"));
        definition.path("tasks").forEach(task -> ((ObjectNode) task).put("timeout", 1.2));
        Answer answer = call(definition);
        assertEquals(
                "/problems/task-timeout",
                answer.json().path("type").asText(),
                answer.response().body());
        assertEquals("c", answer.json().path("task").asText());
        JsonNode run = server.record(answer.header("x-run-id"));
        assertEquals(List.of("succeeded", "succeeded", "failed"), statuses(run));
        assertTrue(run.at("/tasks/2/seconds").asDouble() >= 1.2, run.toString());
    }

    @Test
    void aTaskIsTriedAgainAloneAndTheOthersFollowIt() throws Exception {
        ObjectNode definition = server.chain(
                "a", function("a", "ti.push('a', ti.attempt)"),
                "b", function("b", "if ti.attempt < 3: raise ValueError('not yet')\nti.push('b', ti.attempt)"),
                "c", function("c", "ti.response_data('out', [{'a': ti.pull('a'), 'b': ti.pull('b')}])"));
        ((ObjectNode) definition.at("/tasks/1")).put("retries", 2);
        Answer answer = call(definition);
        assertEquals(
                "[{\"a\":1,\"b\":3}]",
                answer.json().at("/data/out").toString(),
                answer.response().body());
        JsonNode run = server.record(answer.header("x-run-id"));
        assertEquals(
                List.of(1, 3, 1),
                run.path("tasks")
                        .valueStream()
                        .map(task -> task.path("attempts").asInt())
                        .toList());
    }

    @Test
    void whatFailsInOneChainLeavesTheOtherOneAlone() throws Exception {
        String note =
                "\nfrom common.framework.utils.events import send_user_task_sse\nsend_user_task_sse(ti.task_name)";
        ObjectNode definition = server.chain(
                "a", function("a", BUSY.formatted("0.7")),
                "b", function("b", "pass" + note),
                "c", function("c", "if ti.attempt < 2: raise ValueError('not yet')"),
                "d", function("d", "pass" + note));
        ((com.fasterxml.jackson.databind.node.ArrayNode) definition.path("edges")).remove(1); // a -> b, c -> d
        ((ObjectNode) definition.at("/tasks/2")).put("retries", 1);
        Answer answer = call(definition);
        assertEquals(200, answer.status(), answer.response().body());
        List<String> messages = events(answer).stream()
                .filter(event -> event.startsWith("message"))
                .sorted()
                .toList();
        assertEquals(List.of("message b", "message d"), messages, "each ran once");
    }

    @Test
    void aWorkerThatDiesTakesTheTaskWithItThatItExecuted() throws Exception {
        Answer answer = call(server.chain(
                "a", function("a", "ti.push('x', 1)"),
                "b", function("b", "import os\nos.kill(os.getpid(), 9)"),
                "c", function("c", "pass")));
        assertEquals(
                "/problems/worker-lost",
                answer.json().path("type").asText(),
                answer.response().body());
        assertEquals("b", answer.json().path("task").asText());
        JsonNode run = server.record(answer.header("x-run-id"));
        assertEquals(0, run.at("/tasks/2/attempts").asInt(), run.toString());
        assertEquals("succeeded", run.at("/tasks/0/status").asText());
    }

    @Test
    void whatIsLeftOutDoesNotBegin() throws Exception {
        Answer answer = call(server.chain(
                "a", function("a", "ti.skip_following(reason='enough')"),
                "b", function("b", "raise ValueError('never')"),
                "c", function("c", "raise ValueError('never')")));
        assertEquals(200, answer.status(), answer.response().body());
        assertEquals(List.of("succeeded", "skipped", "skipped"), statuses(server.record(answer.header("x-run-id"))));
    }

    private static Answer call(ObjectNode definition) throws Exception {
        return server.get(server.callPath(server.save(definition)));
    }

    private static List<String> statuses(JsonNode run) {
        return run.path("tasks")
                .valueStream()
                .map(task -> task.path("status").asText())
                .toList();
    }

    private static List<String> events(Answer answer) throws Exception {
        String id = answer.header("x-run-id");
        JsonNode ended = server.record(id);
        assertEquals("succeeded", ended.path("status").asText());
        String stream = server.get("/api/app/be_workflows/runs/" + id + "/events")
                .response()
                .body();
        return EVENT.matcher(stream).results().map(ChainIT::shown).toList();
    }

    private static String shown(MatchResult event) {
        return event.group(1) + " " + event.group(2);
    }
}
