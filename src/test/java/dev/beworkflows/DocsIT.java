package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation pages in a real browser: their snippets run when pasted, and what authors write stays text. */
class DocsIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static final String POLICY = "default-src 'self'; ";

    @TempDir
    static Path folder;

    private static final Map<String, Browser.Page> PAGES = new HashMap<>();
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of());
        for (String workflow : ContractServer.WORKFLOWS) {
            String definition = Files.readString(Path.of("src/test/resources/contract", workflow + ".json"));
            assertEquals(201, server.create(definition).status());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "Python", "JavaScript"})
    void snippetsRunWhenTheyArePasted(String language) throws Exception {
        Browser.Page hello = page(GRAPH + "/id/hello/docs");
        JsonNode greeting = server.get(server.callPath("hello")).json();
        for (String method : List.of("get", "post", "put", "delete")) {
            assertEquals(greeting, pasted(language, hello.snippet("call_hello_by_" + method, language)));
        }
        Browser.Page diamond = page(GRAPH + "/id/diamond/docs");
        JsonNode statistics = pasted(language, diamond.snippet("call_diamond_by_get", language));
        assertEquals(3.0, statistics.at("/data/statistics/0/value").asDouble(), statistics::toString);
        Browser.Page typed = page(GRAPH + "/id/typed/docs");
        JsonNode row = pasted(language, typed.snippet("call_typed_by_put", language));
        assertEquals("abc", row.at("/data/query/0/s").asText(), row::toString);
        assertEquals("value", row.at("/data/query/0/o/key").asText(), row::toString);
        assertEquals(1.5, row.at("/data/body/0/n").asDouble(), row::toString);
        Browser.Page formed = page(GRAPH + "/id/formed/docs");
        JsonNode form = pasted(language, formed.snippet("call_formed_by_post", language));
        assertEquals(1, form.at("/data/form/0/i").asInt(), form::toString);
        Browser.Page countdown = page(GRAPH + "/id/countdown/docs");
        JsonNode accepted = pasted(language, countdown.snippet("call_countdown_by_get", language));
        assertEquals("accepted", accepted.path("status").asText(), accepted::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "Python", "JavaScript"})
    void snippetsOfTheServerRunToo(String language) throws Exception {
        Browser.Page page = page("/docs");
        assertEquals(
                "ok",
                pasted(language, page.snippet("get_health", language))
                        .path("status")
                        .asText());
        JsonNode version = pasted(language, page.snippet("get_version", language));
        assertEquals("hello", version.path("id").asText(), version::toString);
        JsonNode created = pasted(language, page.snippet("check_workflow", language));
        assertTrue(created.path("problems").isArray(), created::toString);
    }

    @Test
    void aSnippetSendsFiles() throws Exception {
        String upload =
                "{\"id\":\"upload\",\"methods\":[\"POST\"],\"form\":[{\"name\":\"csv file\",\"type\":\"file\",\"required\":true},"
                        + "{\"name\":\"it's\",\"type\":\"string\",\"default\":\"a'b\\\"c\\\\\"}],\"response\":[{\"key\":\"got\"}],\"tasks\":[{\"name\":\"look\",\"code\":"
                        + "\"def look(ti):\\n    ti.response_data('got', [{'size': ti.req_form['csv file'].size, 'text': ti.req_form[\\\"it's\\\"]}])\"}]}";
        assertEquals(201, server.create(upload).status());
        Path unused = Files.writeString(folder.resolve("csv_file.txt"), "1234567");
        Browser.Page page = page(GRAPH + "/id/upload/docs");
        for (String language : List.of("curl", "Python")) {
            JsonNode got = pasted(language, page.snippet("call_upload_by_post", language))
                    .at("/data/got/0");
            assertEquals(7, got.path("size").asInt(), got::toString);
            assertEquals("a'b\"c\\", got.path("text").asText());
        }
    }

    @Test
    void whatAuthorsWriteStaysText() throws Exception {
        String evil = "<img src=x onerror=document.title='EVIL'><script>document.title='EVIL'</script>";
        var definition = server.chain("task", TestServer.function("task", "pass"));
        definition.put("id", "evil").put("label", evil).put("description", evil + "`" + evil + "`");
        definition
                .putArray("url_args")
                .addObject()
                .put("name", evil)
                .put("type", "string")
                .put("label", evil)
                .put("desc", evil)
                .put("default", evil);
        String unused = server.save(definition);
        String html = page(GRAPH + "/id/evil/docs").html();
        assertTrue(html.contains("&lt;img src=x"), html);
        assertFalse(html.contains("<img"), html);
        assertFalse(html.contains("<title>EVIL"), html);
    }

    @Test
    void showsEveryOperation() throws Exception {
        String html = page("/docs").html();
        JsonNode contract = server.get("/openapi.json").json();
        int count = 0;
        for (JsonNode path : contract.path("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asText();
                if (!id.isEmpty()) {
                    assertTrue(html.contains("<section class=\"operation\" id=\"" + id + "\""), id);
                    count++;
                }
            }
        }
        assertTrue(count > 30, "operations: " + count);
        assertFalse(html.contains("[object"), "something is shown as an object");
        assertFalse(html.contains("undefined"), "something is not there");
    }

    @Test
    void filesOfThePageAreGuarded() throws Exception {
        for (String path :
                List.of("/docs", GRAPH + "/id/hello/docs", "/docs/assets/docs.css", "/docs/assets/docs.js")) {
            TestServer.Answer answer = server.get(path);
            assertEquals(200, answer.status());
            assertTrue(answer.header("content-security-policy").startsWith(POLICY), path);
            assertEquals("nosniff", answer.header("x-content-type-options"));
            assertTrue(answer.header("content-type").matches("text/(html|css|javascript); charset=utf-8"), path);
            TestServer.Answer again = server.send(server.request(path)
                    .header("If-None-Match", answer.header("etag"))
                    .GET());
            assertEquals(304, again.status());
            assertEquals("", again.response().body());
        }
        assertEquals(404, server.get("/docs/assets/index.html").status());
        assertEquals(404, server.get("/docs/assets/..%2fopenapi.yaml").status());
        assertEquals(404, server.get(GRAPH + "/id/nobody/docs").status());
    }

    @Test
    void scriptsOfThePageNeverWriteHtml() throws Exception {
        for (String name : List.of("docs.js", "snippets.js")) {
            String script = Files.readString(Path.of("src/main/resources/docs", name));
            assertFalse(
                    script.matches(
                            "(?s).*(innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(|new Function).*"),
                    name);
        }
    }

    private static Browser.Page page(String path) throws Exception {
        Browser.Page known = PAGES.get(path);
        Browser.Page page = known == null ? Browser.find(folder).show(server.base() + path) : known;
        PAGES.put(path, page);
        return page;
    }

    /** The JSON that it prints. */
    private static JsonNode pasted(String language, String snippet) throws Exception {
        assertFalse(snippet.isEmpty(), "no snippet in " + language);
        Program program = switch (language) {
            case "curl" -> new Program("bash", "-c", snippet.replaceFirst("curl", "curl -sS"));
            case "Python" -> new Program("python3", "-c", snippet);
            default -> new Program(node(), "--input-type=module", "--eval", snippet);
        };
        Program.Ended ended = program.in(folder).run(30);
        assertEquals(0, ended.status(), () -> snippet + "\n" + ended.output());
        return TestServer.JSON.readTree(ended.output());
    }

    private static String node() {
        String node = "/usr/bin/node";
        assumeTrue(Files.isExecutable(Path.of(node)), "skipped: no node is installed");
        return node;
    }
}
