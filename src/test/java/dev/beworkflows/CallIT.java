package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a call does, from HTTP to the Python function and back. */
class CallIT {

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void helloAnswersAsTheReadmePrints() throws Exception {
        TestServer.Answer answer = server.get(server.callPath("hello") + "?name=Ada");
        assertEquals(200, answer.status());
        assertEquals(
                "{\"data\":{\"greeting\":[{\"text\":\"Hello, Ada!\"}]},\"meta\":{\"greeting\":{}}}",
                answer.response().body());
        assertEquals("application/json", answer.header("content-type"));
    }

    @Test
    void diamondAnswersAsTheReadmePrints() throws Exception {
        TestServer.Answer answer = server.get(server.callPath("diamond") + "?numbers=3&numbers=1&numbers=8");
        assertEquals(
                "{\"data\":{\"statistics\":[{\"name\":\"sum\",\"value\":12.0},{\"name\":\"smallest\",\"value\":1.0},{\"name\":\"largest\",\"value\":8.0}]},\"meta\":{\"statistics\":{\"count\":3}}}",
                answer.response().body());
    }

    @Test
    void irisTrainsARealModelOrSaysWhichPackageIsMissing() throws Exception {
        TestServer.Answer answer = server.get(server.callPath("iris") + "?classifier=logistic");
        assumeTrue(answer.status() != 503, "scikit-learn is not there yet: " + answer.json());
        if (answer.status() == 500) {
            assertTrue(answer.json()
                    .path("detail")
                    .asText()
                    .contains("the workflow requires: numpy, pandas, scikit-learn"));
            assertEquals("ModuleNotFoundError", answer.json().path("error_type").asText());
            assumeTrue(false, "scikit-learn is not installed in the tests' Python (TEST_PYTHON)");
        }
        assertEquals(0.978, answer.json().at("/meta/classes/accuracy").asDouble());
        assertEquals(3, answer.json().at("/data/classes").size());
    }

    @Test
    void theRecordOfARunSaysWhatHappened() throws Exception {
        String id = server.save(server.chain(
                "task",
                "def task(ti):\n    print('hello log')\n    raise ValueError('no such cut')\n",
                "next",
                "def next(ti): pass\n"));
        TestServer.Answer answer = server.get(server.callPath(id));
        assertEquals(500, answer.status());
        assertEquals("/problems/task-failed", answer.json().path("type").asText());
        assertEquals("task", answer.json().path("task").asText());
        assertEquals("ValueError", answer.json().path("error_type").asText());
        assertFalse(answer.response().body().contains("Traceback"), "a traceback is not for the caller");
        JsonNode run = server.record(answer.header("X-Run-Id"));
        assertEquals("failed", run.path("status").asText());
        assertEquals(id, run.path("workflow_id").asText());
        assertEquals(1, run.path("version").asInt());
        assertTrue(run.at("/error/traceback").asText().contains("line 3, in task"), run.toString());
        assertEquals("hello log\n", run.at("/log/0/text").asText());
        assertEquals("failed", run.at("/tasks/0/status").asText());
        assertEquals("not_started", run.at("/tasks/1/status").asText());
    }

    @Test
    void aRunIsListedUnderItsWorkflow() throws Exception {
        String id = server.save(server.chain("task", "def task(ti): pass\n"));
        String runId = server.get(server.callPath(id)).header("X-Run-Id");
        JsonNode runs =
                server.get("/api/app/be_workflows/runs?workflow=" + id).json().path("items");
        assertEquals(1, runs.size());
        assertEquals(runId, runs.get(0).path("run_id").asText());
        assertEquals("succeeded", server.record(runId).path("status").asText());
    }

    @Test
    void valuesGoFromTaskToTaskAsSnapshots() throws Exception {
        String id = server.save(
                server.chain(
                        "first",
                                "def first(ti):\n    rows = [1, {'a': (2, 3)}]\n    ti.push('rows', rows)\n    rows.append('late')\n    ti.push('big', bytearray(b'x' * 3_000_000))\n",
                        "second",
                                "def second(ti):\n    rows = ti.pull('rows')\n    rows.append('mine')\n    big = ti.pull('big')\n    big[0] = 0\n    ti.push('types', [type(rows[1]['a']).__name__, len(rows), len(big)])\n",
                        "third",
                                "def third(ti):\n    ti.response_data('out', [{'rows': repr(ti.pull('rows')), 'types': ti.pull('types'), 'first': ti.pull('big')[0]}])\n"));
        TestServer.Answer answer = server.get(server.callPath(id));
        assertEquals(
                "{\"rows\":\"[1, {'a': (2, 3)}]\",\"types\":[\"tuple\",3,3000000],\"first\":120}",
                answer.json().at("/data/out/0").toString(),
                answer.response().body());
    }

    @Test
    void pullingAnUnknownKeyNamesTheKeysThatExist() throws Exception {
        String id = server.save(server.chain(
                "first", "def first(ti): ti.push('a', 1); ti.push('b', 2)\n",
                "second", "def second(ti): ti.pull('c')\n"));
        TestServer.Answer answer = server.get(server.callPath(id));
        assertEquals("KeyError", answer.json().path("error_type").asText());
        assertTrue(
                answer.json().path("detail").asText().contains("keys: a, b"),
                answer.response().body());
    }

    @Test
    void parallelBranchesRunAtTheSameTimeAndAnswerInTheOrderOfTheGraph() throws Exception {
        ObjectNode definition = server.chain("start", "def start(ti): pass\n");
        String meet =
                "\n    import os, time\n    here = ti.run_id + '-'\n    open(here + ti.task_name, 'w').close()\n    end = time.monotonic() + 20\n"
                        + "    while len([f for f in os.listdir('.') if f.startswith(here)]) < 2 and time.monotonic() < end: pass\n"
                        + "    ti.response_data('out', [{'task': ti.task_name, 'met': len([f for f in os.listdir('.') if f.startswith(here)])}])\n";
        definition
                .withArray("tasks")
                .addObject()
                .put("name", "slow")
                .put("code", "def slow(ti):" + meet.replace("    ti.response", "    time.sleep(0.2)\n    ti.response"));
        definition.withArray("tasks").addObject().put("name", "fast").put("code", "def fast(ti):" + meet);
        definition.withArray("edges").addObject().put("from", "start").put("to", "slow");
        definition.withArray("edges").addObject().put("from", "start").put("to", "fast");
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(
                "[{\"task\":\"slow\",\"met\":2},{\"task\":\"fast\",\"met\":2}]",
                answer.json().at("/data/out").toString(),
                answer.response().body());
    }

    @Test
    void aDisabledTaskIsPassedOver() throws Exception {
        ObjectNode definition = server.chain(
                "first", "def first(ti): ti.push('x', 1)\n",
                "broken", "def broken(ti): raise ValueError('never')\n",
                "last", "def last(ti): ti.response_data('out', [{'x': ti.pull('x')}])\n");
        ((ObjectNode) definition.at("/tasks/1")).put("enabled", false);
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(
                "[{\"x\":1}]",
                answer.json().at("/data/out").toString(),
                answer.response().body());
        assertEquals(
                "passed_over",
                server.record(answer.header("X-Run-Id")).at("/tasks/1/status").asText());
    }

    @Test
    void aFailureCancelsWhatRunsBesideIt() throws Exception {
        ObjectNode definition = server.chain("start", "def start(ti): pass\n");
        definition
                .withArray("tasks")
                .addObject()
                .put("name", "endless")
                .put("code", "def endless(ti):\n    while True: pass\n");
        definition
                .withArray("tasks")
                .addObject()
                .put("name", "failing")
                .put("code", "def failing(ti): raise ValueError('now')\n");
        definition.withArray("edges").addObject().put("from", "start").put("to", "endless");
        definition.withArray("edges").addObject().put("from", "start").put("to", "failing");
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals("failing", answer.json().path("task").asText());
        JsonNode run = server.record(answer.header("X-Run-Id"));
        assertEquals("cancelled", run.at("/tasks/1/status").asText(), run.toString());
    }

    @Test
    void aTaskIsTriedAgainAndNothingOfTheFailedAttemptStays() throws Exception {
        ObjectNode definition = server.chain(
                "flaky",
                "def flaky(ti):\n    ti.push('seen-%d' % ti.attempt, 1)\n    ti.response_data('out', [{'attempt': ti.attempt}])\n    if ti.attempt < 3: raise OSError('not yet')\n",
                "last",
                "def last(ti):\n    try: ti.pull('seen-1')\n    except KeyError as e: ti.response_meta('out', {'error': str(e)})\n");
        ((ObjectNode) definition.at("/tasks/0"))
                .putObject("retries")
                .put("max", 3)
                .put("backoff", 0.01)
                .put("max_backoff", 0.02);
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(
                "[{\"attempt\":3}]",
                answer.json().at("/data/out").toString(),
                answer.response().body());
        assertTrue(
                answer.json().at("/meta/out/error").asText().contains("keys: seen-3"),
                answer.response().body());
        assertEquals(
                3,
                server.record(answer.header("X-Run-Id")).at("/tasks/0/attempts").asInt());
    }

    @Test
    void theTimeLimitOfARunIsAnswered504() throws Exception {
        ObjectNode definition = server.chain("endless", "def endless(ti):\n    while True: pass\n")
                .put("timeout", 0.5);
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(504, answer.status());
        assertEquals(200, server.get(server.callPath("hello")).status());
    }

    @Test
    void theTimeLimitOfATaskFailsTheRun() throws Exception {
        ObjectNode definition = server.chain(
                "endless",
                "def endless(ti):\n    while True:\n        try:\n            while True: pass\n        except: pass\n");
        ((ObjectNode) definition.at("/tasks/0")).put("timeout", 0.5);
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(500, answer.status());
        assertTrue(
                answer.json().path("detail").asText().contains("longer than its limit of 0.5 s"),
                answer.response().body());
    }

    @Test
    void messagesAndStoredFilesOutliveTheTask() throws Exception {
        String id = server.save(
                server.chain(
                        "put",
                                "from common.framework.utils.events import send_user_task_sse\nfrom common.framework.utils.object_store import put as store\n\ndef put(ti):\n    send_user_task_sse('Task is 50% complete')\n    ti.push('id', store(b'some bytes', filename='a.bin'))\n",
                        "fetch",
                                "from common.framework.utils.object_store import get\n\ndef fetch(ti):\n    stored = get(ti.pull('id'))\n    ti.response_data('out', [{'name': stored.filename, 'text': stored.read().decode()}])\n"));
        TestServer.Answer answer = server.get(server.callPath(id));
        assertEquals(
                "[{\"name\":\"a.bin\",\"text\":\"some bytes\"}]",
                answer.json().at("/data/out").toString(),
                answer.response().body());
        JsonNode run = server.record(answer.header("X-Run-Id"));
        assertEquals("Task is 50% complete", run.at("/messages/0/message").asText());
    }

    @Test
    void rowsAgainstTheSchemaRaiseInTheTask() throws Exception {
        ObjectNode definition =
                server.chain("task", "def task(ti):\n    ti.response_data('out', [{'n': 1}, {'n': 'two'}])\n");
        ((ObjectNode) definition.at("/response/0"))
                .putArray("fields")
                .addObject()
                .put("name", "n")
                .put("type", "integer");
        TestServer.Answer answer = server.get(server.callPath(server.save(definition)));
        assertEquals(500, answer.status());
        assertTrue(
                answer.json().path("detail").asText().contains("/1/n"),
                answer.response().body());
    }
}
