package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What lasts over a restart, and what belongs to one server. */
class RestartIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";

    @Test
    void versionsRunsAndDeletionsLastAndExamplesComeOnlyOnce() throws Exception {
        Path data = Path.of("target", "test-servers", ProcessHandle.current().pid() + "-restart");
        String runId;
        try (TestServer server = TestServer.start(data, Map.of())) {
            ObjectNode definition =
                    server.chain("task", "def task(ti): ti.response_data('out', [{'v': ti.version}])\n");
            String id = server.save(definition.put("id", "kept"));
            var second = server.send(
                    "PUT",
                    GRAPH + "/id/" + id,
                    "application/json",
                    definition.put("label", "second").toString());
            assertEquals(2, second.json().path("version").asInt(), second.json().toString());
            var answer = server.get(server.callPath(id));
            assertEquals(
                    2, answer.json().at("/data/out/0/v").asInt(), answer.json().toString());
            runId = answer.header("X-Run-Id");
            assertEquals(
                    204,
                    server.send(server.request(GRAPH + "/id/hello").DELETE()).status());
            StartException refused = assertThrows(StartException.class, () -> TestServer.start(data, Map.of()));
            assertTrue(refused.getMessage().contains("another server uses the data folder"), refused.getMessage());
        }
        try (TestServer server = TestServer.start(data, Map.of())) {
            assertEquals(
                    "second",
                    server.get(GRAPH + "/id/kept").json().path("label").asText());
            assertEquals(
                    "",
                    server.get(GRAPH + "/id/kept/versions/1")
                            .json()
                            .path("label")
                            .asText());
            assertEquals("succeeded", server.record(runId).path("status").asText());
            assertEquals(404, server.get(GRAPH + "/id/hello").status());
            assertEquals(404, server.get(server.callPath("hello")).status());
            assertEquals(200, server.get(GRAPH + "/id/diamond").status());
        }
    }

    @Test
    void aWarningOfASaveDoesNotKeepItFromBeingSaved() throws Exception {
        try (TestServer server = TestServer.start(Map.of())) {
            var answer = server.create(server.chain("task", "def task(ti):\n    ti.pull('nothing')\n")
                    .toString());
            assertEquals(201, answer.status());
            assertEquals(
                    "/tasks/0/code", answer.json().at("/warnings/0/pointer").asText());
            assertEquals(2, answer.json().at("/warnings/0/line").asInt());
            assertTrue(
                    answer.json()
                            .at("/warnings/0/message")
                            .asText()
                            .startsWith("no task before pushes the key 'nothing'"),
                    answer.json().toString());
            assertEquals(
                    409,
                    server.create(server.chain("task", "def task(ti): pass\n")
                                    .put("id", "diamond")
                                    .toString())
                            .status());
        }
    }
}
