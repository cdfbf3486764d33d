package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions: drafts and published ones, who is called when, and what is ready before that. */
class VersionsIT {
    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "2"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aDraftIsNotCalledUntilItIsPublished() throws Exception {
        ObjectNode first = saying("one");
        String id = first.path("id").asText();
        Answer created =
                server.send("POST", GRAPH + "?draft=true&message=a%20try", "application/json", first.toString());
        assertEquals(201, created.status(), created.response().body());
        assertEquals("a try", created.json().path("message").asText());
        assertEquals(false, created.json().path("published").asBoolean(true));
        Answer none = server.get(server.callPath(id));
        assertEquals(409, none.status());
        assertEquals("/problems/not-published", none.json().path("type").asText());
        assertEquals("one", said(callVersion(id, 1)));

        Answer published = post(path(id) + "/versions/1/publish");
        assertEquals(200, published.status(), published.response().body());
        assertEquals("one", said(server.get(server.callPath(id))));

        assertEquals(200, put(id, saying("two"), "?draft=true").status());
        assertEquals("one", said(server.get(server.callPath(id))));
        assertEquals("two", said(callVersion(id, 2)));
        assertEquals(200, post(path(id) + "/versions/2/publish").status());
        assertEquals("two", said(server.get(server.callPath(id))));
        assertEquals(200, post(path(id) + "/versions/1/publish").status());
        assertEquals("one", said(server.get(server.callPath(id))), "rolled back");
        assertEquals(404, post(path(id) + "/versions/3/publish").status());
        assertEquals(404, callVersion(id, 3).status());
    }

    @Test
    void theVersionsAreListedNewestFirstAndPageByPage() throws Exception {
        String id = server.save(saying("one"));
        for (String text : new String[] {"two", "three"}) {
            assertEquals(200, put(id, saying(text), "?message=" + text).status());
        }
        JsonNode all = server.get(path(id) + "/versions").json();
        assertEquals(3, all.path("items").size());
        assertEquals("three", all.at("/items/0/message").asText());
        assertTrue(all.at("/items/0/published").asBoolean());
        assertTrue(all.path("next").isNull());
        JsonNode page = server.get(path(id) + "/versions?limit=1&before=3").json();
        assertEquals(2, page.at("/items/0/version").asInt());
        assertEquals(2, page.path("next").asInt());
        assertEquals(
                0,
                server.get(path(id) + "/versions?before=1").json().path("items").size());
        assertEquals(404, server.get(path("nobody") + "/versions").status());
        assertEquals(400, server.get(path(id) + "/versions?before=0").status());
    }

    @Test
    void anOldVersionIsRestoredAsTheNewest() throws Exception {
        String id = server.save(saying("one"));
        assertEquals(200, put(id, saying("two"), "").status());
        Answer restored = post(path(id) + "/versions/1/restore");
        assertEquals(201, restored.status(), restored.response().body());
        assertEquals(3, restored.json().path("version").asInt());
        assertEquals("version 1 restored", restored.json().path("message").asText());
        assertEquals("one", said(server.get(server.callPath(id))));
        assertEquals(404, post(path(id) + "/versions/9/restore").status());
    }

    @Test
    void whatChangedIsShownFileByFile() throws Exception {
        String id = server.save(saying("one"));
        assertEquals(200, put(id, saying("two").put("label", "Two"), "").status());
        JsonNode diff = server.get(path(id) + "/versions/2/diff").json();
        assertEquals(1, diff.path("from").asInt());
        assertEquals("tasks/say.py", diff.at("/files/0/path").asText(), diff.toString());
        assertTrue(
                diff.at("/files/0/diff").asText().contains("\n-    ti.response_data('out', [{'said': 'one'}])\n+"),
                diff.toString());
        assertEquals("workflow.yaml", diff.at("/files/1/path").asText());
        assertTrue(diff.at("/files/1/diff").asText().contains("+label: Two\n"), diff.toString());
        assertEquals(
                0,
                server.get(path(id) + "/versions/2/diff?from=2")
                        .json()
                        .path("files")
                        .size());
        JsonNode first = server.get(path(id) + "/versions/1/diff").json();
        assertTrue(first.path("from").isNull());
        assertEquals("added", first.at("/files/0/change").asText());
        assertEquals(404, server.get(path(id) + "/versions/2/diff?from=9").status());
        assertEquals(404, server.get(path(id) + "/versions/9/diff").status());
    }

    @Test
    void switchingOffKeepsADraftApart() throws Exception {
        String id = server.save(saying("one"));
        assertEquals(200, put(id, saying("draft"), "?draft=true").status());
        Answer off = post(path(id) + "/disable");
        assertEquals(200, off.status(), off.response().body());
        assertEquals(409, server.get(server.callPath(id)).status());
        JsonNode newest = server.get(path(id)).json();
        assertTrue(newest.at("/tasks/0/code").asText().contains("draft"), newest.toString());
        assertEquals(false, newest.path("enabled").asBoolean(true));
        assertEquals(200, post(path(id) + "/enable").status());
        assertEquals("one", said(server.get(server.callPath(id))));

        assertEquals(200, post(path(id) + "/tasks/say/disable").status());
        assertEquals(
                0, server.get(server.callPath(id)).json().at("/data/out").size(), "the disabled task is passed over");
        assertEquals(404, post(path(id) + "/tasks/nobody/disable").status());
        assertEquals(404, post(path("nobody") + "/enable").status());
    }

    @Test
    void whatIsPublishedIsLoadedByAllWorkersBefore() throws Exception {
        Path ledger = folder.resolve("loaded");
        String code = "import os\nopen(" + quoted(ledger) + ", 'a').write(str(os.getpid()) + '\\n')\n"
                + function("say", "ti.response_data('out', [{'said': 'hi'}])");
        String id = server.save(server.chain("say", code));
        assertEquals(2, Files.readAllLines(ledger).stream().distinct().count(), "each worker, before any call");
        for (int i = 0; i < 5; i++) {
            assertEquals("hi", said(server.get(server.callPath(id))));
        }
        assertEquals(2, Files.readAllLines(ledger).size(), "and never again");
    }

    @Test
    void codeThatCannotBeLoadedIsSavedAndSaysSoWhenCalled() throws Exception {
        String id = server.save(server.chain("say", "raise SystemExit(3)\n" + function("say", "pass")));
        Answer answer = server.get(server.callPath(id));
        assertEquals(500, answer.status());
        assertEquals("SystemExit", answer.json().path("error_type").asText());
    }

    @Test
    void callsGoOnWhileANewVersionIsMadeReady() throws Exception {
        String id = server.save(saying("one"));
        Path gate = folder.resolve("gate");
        String slow = "import os, time\nwhile not os.path.exists(" + quoted(gate) + "): time.sleep(0.01)\n"
                + function("say", "ti.response_data('out', [{'said': 'slow'}])");
        var saving = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            try {
                return put(id, server.chain("say", slow), "").status();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        for (int i = 0; i < 50; i++) {
            assertEquals("one", said(server.get(server.callPath(id))));
        }
        Files.createFile(gate);
        assertEquals(200, saving.get());
        assertEquals("slow", said(server.get(server.callPath(id))));
    }

    @Test
    void aRunKeepsItsVersion() throws Exception {
        Path gate = folder.resolve("gate");
        String wait = "import os, time\nwhile not os.path.exists(" + quoted(gate) + "): time.sleep(0.01)";
        ObjectNode old = server.chain(
                "wait", function("wait", wait), "say", function("say", "ti.response_data('out', [{'said': 'old'}])"));
        String id = server.save(old.put("mode", "background"));
        String run = server.get(server.callPath(id)).json().path("run_id").asText();
        assertEquals(200, put(id, saying("new").put("mode", "background"), "").status());
        Files.createFile(gate);
        JsonNode record = server.record(run);
        assertEquals("succeeded", record.path("status").asText(), record.toString());
        assertEquals(1, record.path("version").asInt());
        assertEquals("old", said(server.get("/api/app/be_workflows/runs/" + run + "/result")));
    }

    private static ObjectNode saying(String text) {
        return server.chain("say", function("say", "ti.response_data('out', [{'said': '" + text + "'}])"));
    }

    private static String said(Answer answer) {
        assertEquals(200, answer.status(), answer.response().body());
        return answer.json().at("/data/out/0/said").asText();
    }

    private static Answer callVersion(String id, int version) throws Exception {
        return server.get(path(id) + "/versions/" + version + "/call");
    }

    private static Answer put(String id, ObjectNode definition, String query) throws Exception {
        definition.remove("id");
        return server.send("PUT", path(id) + query, "application/json", definition.toString());
    }

    private static Answer post(String path) throws Exception {
        return server.send(server.request(path).POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    private static String path(String id) {
        return GRAPH + "/id/" + id;
    }

    private static String quoted(Path path) {
        return "'" + path + "'";
    }
}
