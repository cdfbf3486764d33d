package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Workflows go out of a server and in again as files. */
class FoldersIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final String YAML = "# by hand\nid: %s\n\ntasks: [{name: a}]\nresponse:\n- key: out\n";
    private static final String CODE = "def a(ti):\r\n    ti.response_data('out', [{'n': 1}])\r\n";

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
    void anImportOfAnExportChangesNothing() throws Exception {
        String before = exported("");
        JsonNode answer = imported(before, "");
        assertTrue(answer.path("workflows").size() >= 5, answer::toString);
        assertEquals(
                List.of("unchanged"),
                answer.findValuesAsText("outcome").stream().distinct().toList());
        assertEquals(before, exported(""));
    }

    @Test
    void anExportOfAnImportHasTheSameBytes() throws Exception {
        String yaml = YAML.formatted("by-hand");
        JsonNode first = imported(document("by-hand", yaml, CODE), "?message=first");
        assertEquals("created", first.at("/workflows/0/outcome").asText(), first::toString);
        assertEquals(1, first.at("/workflows/0/version").asInt());
        assertFiles("by-hand", "", yaml, CODE);
        assertEquals(200, server.get(server.callPath("by-hand")).status());

        JsonNode again = imported(document("by-hand", yaml, CODE), "");
        assertEquals("unchanged", again.at("/workflows/0/outcome").asText());
        String other = yaml + "# more\n";
        JsonNode changed = imported(document("by-hand", other, CODE), "");
        assertEquals("updated", changed.at("/workflows/0/outcome").asText());
        assertEquals(2, changed.at("/workflows/0/version").asInt());
        assertFiles("by-hand", "", other, CODE);
        assertFiles("by-hand", "?version=1", yaml, CODE);
    }

    @Test
    void everyExampleIsADocumentToImport() throws Exception {
        TestServer.Answer examples = server.get("/api/app/be_workflows/examples");
        assertEquals(200, examples.status(), examples.json().toString());
        List<String> names = examples.json().path("items").findValuesAsText("name");
        assertEquals(List.of("branches", "countdown", "diamond", "hello", "iris", "train-in-background"), names);
        for (JsonNode example : examples.json().path("items")) {
            assertTrue(!example.path("label").asText().isEmpty(), example::toString);
            assertTrue(!example.path("description").asText().isEmpty(), example::toString);
            JsonNode answer = imported(example.path("document").toString(), "");
            assertEquals("unchanged", answer.at("/workflows/0/outcome").asText(), answer::toString);
        }
        ObjectNode hello = examples.json().path("items").get(3).path("document").deepCopy();
        ObjectNode files = (ObjectNode) hello.at("/workflows/0/files");
        ((ObjectNode) hello.at("/workflows/0")).put("id", "my-own");
        files.put("workflow.yaml", files.path("workflow.yaml").asText().replace("id: hello", "id: my-own"));
        assertEquals(
                "created",
                imported(hello.toString(), "").at("/workflows/0/outcome").asText());
        assertEquals(200, server.get(server.callPath("my-own")).status());
    }

    @Test
    void aVersionThatWasSavedAsJsonIsExportedAsPeopleWriteIt() throws Exception {
        String id = server.save(server.chain("task", TestServer.function("task", "pass")));
        JsonNode files = TestServer.JSON.readTree(exported("/id/" + id)).at("/workflows/0/files");
        assertEquals(
                "id: " + id + "\ntasks:\n  - name: task\nresponse:\n  - key: out\n",
                files.path("workflow.yaml").asText());
        assertEquals("def task(ti):\n    pass\n", files.path("tasks/task.py").asText());
        assertEquals(
                "unchanged",
                imported(exported("/id/" + id), "").at("/workflows/0/outcome").asText());
    }

    @Test
    void oneProblemKeepsAllFromBeingSaved() throws Exception {
        ObjectNode document =
                (ObjectNode) TestServer.JSON.readTree(document("right-one", YAML.formatted("right-one"), CODE));
        ArrayNode workflows = (ArrayNode) document.path("workflows");
        add(workflows, "bad-python", "tasks:\n  - name: a\n", "def a(ti):\n    x = (1\n");
        add(workflows, "bad-yaml", "tasks:\n  - name: a\n    retries: 99\n", CODE);
        add(workflows, "no-task", "tasks:\n  - name: b\n", CODE);
        add(workflows, "other-id", "id: another\ntasks:\n  - name: a\n", CODE);
        add(workflows, "right-one", "tasks:\n  - name: a\n", CODE);
        TestServer.Answer answer = post(document.toString(), "");
        assertEquals(400, answer.status());
        assertEquals("/problems/invalid-definition", answer.json().path("type").asText());
        List<String> errors = new ArrayList<>();
        answer.json()
                .path("errors")
                .forEach(error -> errors.add(error.path("pointer").asText() + " "
                        + error.path("file").asText("-") + ":"
                        + error.path("line").asText("") + ":"
                        + error.path("column").asText("")));
        assertEquals(
                List.of(
                        "/workflows/1/files/tasks~1a.py tasks/a.py:2:9",
                        "/workflows/2/files/workflow.yaml workflow.yaml:3:5",
                        "/workflows/3/files/workflow.yaml workflow.yaml:2:5",
                        "/workflows/3/files/tasks~1a.py tasks/a.py::",
                        "/workflows/4/files/workflow.yaml workflow.yaml:1:1",
                        "/workflows/5 -::"),
                errors,
                answer.json()::toPrettyString);
        assertEquals(404, server.get(GRAPH + "/id/right-one").status());
    }

    @Test
    void aDryRunSavesNothing() throws Exception {
        JsonNode would = imported(document("dry", YAML.formatted("dry"), CODE), "?dry_run=true");
        assertEquals("created", would.at("/workflows/0/outcome").asText());
        assertEquals(1, would.at("/workflows/0/version").asInt());
        assertEquals(404, server.get(GRAPH + "/id/dry").status());
    }

    @Test
    void aDraftThatComesAgainIsPublished() throws Exception {
        String yaml = YAML.formatted("drafted");
        JsonNode draft = imported(document("drafted", yaml, CODE), "?draft=true");
        assertEquals("created", draft.at("/workflows/0/outcome").asText());
        assertFalse(server.get(server.callPath("drafted")).status() == 200);
        assertEquals(
                "unchanged",
                imported(document("drafted", yaml, CODE), "?draft=true")
                        .at("/workflows/0/outcome")
                        .asText());
        JsonNode published = imported(document("drafted", yaml, CODE), "");
        assertEquals("updated", published.at("/workflows/0/outcome").asText());
        assertEquals(1, published.at("/workflows/0/version").asInt());
        assertEquals(200, server.get(server.callPath("drafted")).status());
    }

    @Test
    void warningsNameTheirFiles() throws Exception {
        String code = "def a(ti):\n\n    ti.pull('nothing')\n";
        JsonNode answer = imported(document("warned", YAML.formatted("warned"), code), "");
        JsonNode warning = answer.at("/workflows/0/warnings/0");
        assertEquals("tasks/a.py", warning.path("file").asText(), answer::toString);
        assertEquals(3, warning.path("line").asInt());
        assertEquals("/workflows/0/files/tasks~1a.py", warning.path("pointer").asText());
    }

    @Test
    void whatIsNoSuchDocumentIsRefused() throws Exception {
        Map<String, String> wrong = Map.of(
                "[]", "",
                "{}", "/format",
                "{\"format\": \"be-workflows/2\", \"workflows\": []}", "/format",
                "{\"format\": \"be-workflows/1\", \"workflows\": {}}", "/workflows",
                "{\"format\": \"be-workflows/1\", \"workflows\": [], \"x\": 1}", "/x",
                "{\"format\": \"be-workflows/1\", \"workflows\": [{\"id\": \"a b\", \"files\": {}}]}",
                        "/workflows/0/id",
                "{\"format\": \"be-workflows/1\", \"workflows\": [{\"id\": \"a\"}]}", "/workflows/0/files",
                "{\"format\": \"be-workflows/1\", \"workflows\": [{\"id\": \"a\", \"files\": {\"workflow.yaml\": 1}}]}",
                        "/workflows/0/files/workflow.yaml",
                "{\"format\": \"be-workflows/1\", \"workflows\": [{\"id\": \"a\", \"files\": {\"../../etc/passwd\": \"\"}}]}",
                        "/workflows/0/files/..~1..~1etc~1passwd",
                "{\"format\": \"be-workflows/1\", \"workflows\": [{\"files\": {\"workflow.yaml\": \"tasks: []\"}}]}",
                        "/workflows/0/id");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            TestServer.Answer answer = post(one.getKey(), "");
            assertEquals(400, answer.status(), one.getKey());
            assertEquals(one.getValue(), answer.json().at("/errors/0/pointer").asText("none"), answer.json()::toString);
        }
        assertEquals(404, server.get(GRAPH + "/id/nobody/export").status());
        assertEquals(404, server.get(GRAPH + "/id/hello/export?version=99").status());
    }

    private static void assertFiles(String id, String query, String yaml, String code) throws Exception {
        JsonNode workflow =
                TestServer.JSON.readTree(exported("/id/" + id, query)).at("/workflows/0");
        assertEquals(id, workflow.path("id").asText());
        assertEquals(yaml, workflow.path("files").path("workflow.yaml").asText());
        assertEquals(code, workflow.path("files").path("tasks/a.py").asText());
        assertEquals(2, workflow.path("files").size());
    }

    private static String document(String id, String yaml, String code) {
        ObjectNode document = TestServer.JSON.createObjectNode().put("format", "be-workflows/1");
        add(document.putArray("workflows"), id, yaml, code);
        return document.toString();
    }

    private static void add(ArrayNode workflows, String id, String yaml, String code) {
        workflows
                .addObject()
                .put("id", id)
                .putObject("files")
                .put("workflow.yaml", yaml)
                .put("tasks/a.py", code);
    }

    private static String exported(String path) throws Exception {
        return exported(path, "");
    }

    private static String exported(String path, String query) throws Exception {
        TestServer.Answer answer = server.get(GRAPH + path + "/export" + query);
        assertEquals(200, answer.status(), answer.response().body());
        return answer.response().body();
    }

    private static JsonNode imported(String document, String query) throws Exception {
        TestServer.Answer answer = post(document, query).orSkipped();
        assertEquals(200, answer.status(), answer.response().body());
        return answer.json();
    }

    private static TestServer.Answer post(String document, String query) throws Exception {
        return server.send("POST", GRAPH + "/import" + query, "application/json", document);
    }
}
