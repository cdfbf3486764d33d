package dev.beworkflows.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.access.ApiKey;
import dev.beworkflows.http.RawClient.Answer;
import dev.beworkflows.run.RunId;
import dev.beworkflows.workflow.Mode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRoutesIT {

    private static final String GRAPHS = "/api/app/be_workflows/be_wf_graph";
    private static final String RUNS = "/api/app/be_workflows/runs";

    @TempDir
    Path folder;

    private HttpServerFixture server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = new HttpServerFixture(folder, HttpLimits.DEFAULT, Optional.empty());
        client = new RawClient(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void createAnswersTheDefinitionWithVersionWarningsLocationAndTag() throws IOException {
        Answer answer = send("POST", GRAPHS, "{\"id\": \"a\", \"label\": \"Ä\"}");
        assertEquals(201, answer.status(), answer.body());
        assertEquals(GRAPHS + "/id/a", answer.header("location"));
        assertEquals("\"1\"", answer.header("etag"));
        assertEquals("application/json", answer.header("content-type"));
        assertEquals("Ä", answer.json().get("label").asText());
        assertEquals(1, answer.json().get("version").asInt());
        assertEquals("2026-01-01T00:00:00Z", answer.json().get("saved_at").asText());
        assertEquals("/tasks", answer.json().at("/warnings/0/pointer").asText());
    }

    @Test
    void whatWasReadCanBeSentBack() throws IOException {
        String created = send("POST", GRAPHS, "{\"id\": \"a\"}").body();
        assertEquals(200, send("PUT", GRAPHS + "/id/a", created).status());
        Answer read = get(GRAPHS + "/id/a");
        assertEquals("\"2\"", read.header("etag"));
        assertEquals(200, send("PUT", GRAPHS + "/id/a", read.body()).status());
        assertEquals(1, get(GRAPHS + "/id/a/versions/1").json().get("version").asInt());
        assertEquals(3, get(GRAPHS + "/id/a").json().get("version").asInt());
    }

    @Test
    void aVersionThatIsNoLongerTheNewestIsNotOverwritten() throws IOException {
        assertEquals(201, send("POST", GRAPHS, "{\"id\": \"a\"}").status());
        String ifMatch = "If-Match: \"1\"\r\n";
        assertEquals(200, send("PUT", GRAPHS + "/id/a", "{}", ifMatch).status());
        Answer conflict = send("PUT", GRAPHS + "/id/a", "{}", ifMatch);
        assertProblem(ApiError.VERSION_CONFLICT, conflict);
        assertEquals(2, conflict.json().get("current_version").asInt());
        assertEquals(200, send("PUT", GRAPHS + "/id/a", "{}", "If-Match: *\r\n").status());
        assertProblem(ApiError.MALFORMED_REQUEST, send("PUT", GRAPHS + "/id/a", "{}", "If-Match: 3\r\n"));
        assertProblem(ApiError.MALFORMED_REQUEST, send("PUT", GRAPHS + "/id/a", "{}", "If-Match: \"x\"\r\n"));
    }

    @Test
    void theIdInTheBodyMustBeTheOneInThePath() throws IOException {
        assertEquals(201, send("POST", GRAPHS, "{\"id\": \"a\"}").status());
        Answer answer = send("PUT", GRAPHS + "/id/a", "{\"id\": \"b\"}");
        assertProblem(ApiError.INVALID_DEFINITION, answer);
        assertEquals("/id", answer.json().at("/errors/0/pointer").asText());
    }

    @Test
    void aDefinitionThatIsWrongComesBackWithAllProblemsWhetherSavedOrChecked() throws IOException {
        Answer saved = send("POST", GRAPHS, "{\"id\": \"-\"}");
        Answer checked = send("POST", GRAPHS + "/check", "{\"id\": \"-\"}");
        assertProblem(ApiError.INVALID_DEFINITION, saved);
        assertEquals("/id", saved.json().at("/errors/0/pointer").asText());
        assertEquals(saved.body(), checked.body());
        Answer right = send("POST", GRAPHS + "/check", "{\"id\": \"a\"}");
        assertEquals(200, right.status());
        assertEquals("{\"problems\":[],\"warnings\":[]}", right.body());
        assertProblem(ApiError.UNKNOWN_WORKFLOW, get(GRAPHS + "/id/a"));
    }

    @Test
    void createTwiceConflictsAndDeleteDeletesOnce() throws IOException {
        assertEquals(201, send("POST", GRAPHS, "{\"id\": \"a\"}").status());
        assertProblem(ApiError.WORKFLOW_EXISTS, send("POST", GRAPHS, "{\"id\": \"a\"}"));
        Answer deleted = send("DELETE", GRAPHS + "/id/a", "");
        assertEquals(204, deleted.status());
        assertEquals("", deleted.body());
        assertProblem(ApiError.UNKNOWN_WORKFLOW, send("DELETE", GRAPHS + "/id/a", ""));
        assertProblem(ApiError.UNKNOWN_WORKFLOW, send("PUT", GRAPHS + "/id/a", "{}"));
    }

    @Test
    void listsPageByPage() throws IOException {
        for (String id : new String[] {"a", "b", "c"}) {
            assertEquals(
                    201,
                    send("POST", GRAPHS, "{\"id\": \"" + id + "\", \"enabled\": " + id.equals("a") + "}")
                            .status());
        }
        Answer first = get(GRAPHS + "?limit=2");
        assertEquals("b", first.json().get("next").asText());
        assertEquals(2, first.json().get("items").size());
        assertEquals("a", first.json().at("/items/0/id").asText());
        Answer second = get(GRAPHS + "?limit=2&after=b");
        assertTrue(second.json().get("next").isNull());
        assertEquals("c", second.json().at("/items/0/id").asText());
        assertEquals(1, get(GRAPHS + "?enabled=true").json().get("items").size());
    }

    @Test
    void wrongArgumentsOfAListComeBackTogether() throws IOException {
        Answer answer = get(GRAPHS + "?limit=0&enabled=yes&mode=x&searhc=1&after=a&after=b");
        assertProblem(ApiError.INVALID_REQUEST, answer);
        assertEquals(5, answer.json().get("errors").size(), answer.body());
        assertProblem(ApiError.MALFORMED_REQUEST, get(GRAPHS + "?search=%zz"));
    }

    @Test
    void runsAreFoundAndListed() throws IOException {
        var id = new RunId(new UUID(1, 2));
        assertTrue(server.runs.started.add(id));
        assertEquals(id.toString(), get(RUNS + "/" + id).json().get("run_id").asText());
        assertProblem(ApiError.UNKNOWN_RUN, get(RUNS + "/" + new UUID(3, 4)));
        assertProblem(ApiError.UNKNOWN_RUN, get(RUNS + "/1-2-3-4-5"));
        Answer list = get(RUNS
                + "?workflow=echo&mode=background&status=running&since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00%2B01:00&before="
                + id + "&limit=7");
        assertEquals(200, list.status(), list.body());
        assertEquals("running", list.json().at("/items/0/status").asText());
        assertEquals("raised", list.json().at("/items/0/failure/kind").asText());
        assertTrue(list.json().at("/items/0/finished_at").isNull());
        assertFalse(list.body().contains("Traceback"));
        assertEquals(8, server.runs.filters.get(0).limit());
        assertEquals(
                Optional.of(Mode.BACKGROUND),
                server.runs.filters.get(0).choice().mode());
        assertEquals(
                "2026-01-31T23:00:00Z",
                server.runs.filters.get(0).until().orElseThrow().toString());
        Answer wrong = get(RUNS + "?workflow=-&mode=x&status=x&since=yesterday&before=1&limit=501");
        assertProblem(ApiError.INVALID_REQUEST, wrong);
        assertEquals(6, wrong.json().get("errors").size());
    }

    @Test
    void healthSaysThatTheProcessLives() throws IOException {
        assertEquals(
                "{\"status\":\"ok\",\"version\":\"1.2.3\",\"isolation\":{\"level\":\"off\",\"layers\":{}}}",
                get("/healthz").body());
    }

    @Test
    void readinessNamesEveryCheck() throws IOException {
        assertEquals("{\"status\":\"ready\",\"checks\":{}}", get("/readyz").body());
        server.checks.put("postgres", Future::succeededFuture);
        server.checks.put("workers", () -> Future.failedFuture("secret reason"));
        server.checks.put("hanging", () -> Promise.<Void>promise().future());
        server.checks.put("throwing", () -> {
            throw new IllegalStateException();
        });
        Answer answer = get("/readyz");
        assertProblem(ApiError.NOT_READY, answer);
        assertEquals(
                "{\"postgres\":\"ok\",\"workers\":\"failed\",\"hanging\":\"failed\",\"throwing\":\"failed\"}",
                answer.json().get("checks").toString());
        assertFalse(answer.body().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATCH | /api/app/be_workflows/be_wf_graph | GET, HEAD, POST, OPTIONS",
                "GET | /api/app/be_workflows/be_wf_graph/check | POST, OPTIONS",
                "POST | /api/app/be_workflows/be_wf_graph/id/a | GET, HEAD, PUT, DELETE, OPTIONS",
                "DELETE | /api/app/be_workflows/be_wf_graph/id/a/versions/1 | GET, HEAD, OPTIONS",
                "POST | /api/app/be_workflows/runs | GET, HEAD, OPTIONS",
                "POST | /api/app/be_workflows/runs/x | GET, HEAD, OPTIONS",
                "POST | /healthz | GET, HEAD, OPTIONS",
                "FOO | /readyz | GET, HEAD, OPTIONS"
            })
    void anotherMethodIsNotAllowedAndTheRightOnesAreNamed(String method, String path, String allow) throws IOException {
        Answer refused = send(method, path, "");
        assertProblem(ApiError.METHOD_NOT_ALLOWED, refused);
        assertEquals(allow, refused.header("allow"));
        Answer options = send("OPTIONS", path, "");
        assertEquals(204, options.status());
        assertEquals(allow, options.header("allow"));
    }

    @Test
    void headIsGetWithoutTheBody() throws IOException {
        String head = client.write("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .head();
        assertTrue(head.startsWith("HTTP/1.1 200"), head);
        assertEquals(200, get("/healthz").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/api/app/be_workflows",
                "/api/app/be_workflows/be_wf_graph/id",
                "/api/app/be_workflows/be_wf_graph/id/a/b",
                "/healthz/x",
                "//",
                "/%zz",
                "/../../etc/passwd",
                "/api/app/be_workflows/runs/"
            })
    void anUnknownPathIsNotFound(String path) throws IOException {
        assertProblem(ApiError.NOT_FOUND, get(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/app/be_workflows/be_wf_graph/id/%zz",
                "/api/app/be_workflows/runs/%",
                "/api/app/be_workflows/be_wf_graph/id/%ff/call",
                "/api/app/be_workflows/be_wf_graph/id/%00",
                "nothing"
            })
    void aPathThatCannotBeDecodedIsMalformed(String path) throws IOException {
        assertProblem(ApiError.MALFORMED_REQUEST, get(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a%2Fb", "a+b", "%F0%9F%98%80", "-a", "x y"})
    void anIdThatIsNoneIsUnknownOrNotFound(String id) throws IOException {
        Answer answer = get(GRAPHS + "/id/" + id.replace(" ", "%20"));
        assertEquals(404, answer.status(), answer.body());
        assertEquals("application/problem+json", answer.header("content-type"));
    }

    @Test
    void aDefinitionMustBeJson() throws IOException {
        assertProblem(ApiError.MALFORMED_REQUEST, send("POST", GRAPHS, "{\"id\": \"a\",}"));
        assertProblem(ApiError.MALFORMED_REQUEST, send("POST", GRAPHS, ""));
        Answer form = client.write("POST " + GRAPHS
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}")
                .answer();
        assertProblem(ApiError.UNSUPPORTED_MEDIA_TYPE, form);
        assertEquals("application/json", form.header("accept"));
        assertEquals(200, get("/healthz").status(), "the unread body was skipped");
    }

    @Test
    void whatFailsUnexpectedlyShowsAnIdAndNothingElse() throws IOException {
        Answer answer = send("POST", GRAPHS, "{\"id\": \"broken\"}");
        assertProblem(ApiError.INTERNAL, answer);
        assertEquals(36, answer.json().get("problem_id").asText().length());
        assertFalse(answer.body().contains("5432"), answer.body());
    }

    @Test
    void pagesOfOtherSitesAndForeignHostsAreRefused() throws IOException {
        assertProblem(ApiError.FOREIGN_PAGE, send("GET", GRAPHS, "", "Sec-Fetch-Site: cross-site\r\n"));
        assertProblem(ApiError.FOREIGN_PAGE, send("GET", GRAPHS, "", "Sec-Fetch-Site: same-site\r\n"));
        assertProblem(ApiError.FOREIGN_PAGE, send("GET", GRAPHS, "", "Origin: http://evil.example\r\n"));
        assertEquals(
                200, send("GET", GRAPHS, "", "Sec-Fetch-Site: same-origin\r\n").status());
        String rebound = "GET " + GRAPHS + " HTTP/1.1\r\nHost: evil.example\r\n\r\n";
        assertProblem(ApiError.FOREIGN_PAGE, client.write(rebound).answer());
        assertProblem(
                ApiError.FOREIGN_PAGE,
                client.write("GET /nothing HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                        .answer());
        assertEquals(
                200,
                client.write("GET /healthz HTTP/1.1\r\nHost: 10.1.2.3\r\n\r\n")
                        .answer()
                        .status());
    }

    @Test
    void withAKeyOnlyTheKeyOpens() throws IOException {
        Path other = folder.resolve("keyed");
        try (var keyed = new HttpServerFixture(
                        other, HttpLimits.DEFAULT, Optional.of(new ApiKey("0123456789abcdefghij")));
                RawClient stranger = new RawClient(keyed.port())) {
            String head = " HTTP/1.1\r\nHost: any.example\r\n";
            Answer refused = stranger.write("GET " + GRAPHS + head + "\r\n").answer();
            assertProblem(ApiError.API_KEY_NEEDED, refused);
            assertEquals("Bearer", refused.header("www-authenticate"));
            String key = "X-Api-Key: 0123456789abcdefghij\r\n";
            assertEquals(
                    200,
                    stranger.write("GET " + GRAPHS + head + key + "\r\n")
                            .answer()
                            .status());
            assertEquals(
                    200, stranger.write("GET /healthz" + head + "\r\n").answer().status());
            assertEquals(
                    200, stranger.write("GET /readyz" + head + "\r\n").answer().status());
        }
    }

    private Answer get(String path) throws IOException {
        return client.write("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .answer();
    }

    private Answer send(String method, String path, String json, String... headers) throws IOException {
        return client.write(method + " " + path + " HTTP/1.1\r\nHost: localhost:" + server.port()
                        + "\r\nContent-Type: application/json\r\n"
                        + String.join("", headers) + "Content-Length: "
                        + json.getBytes(UTF_8).length + "\r\n\r\n" + json)
                .answer();
    }

    static void assertProblem(ApiError error, Answer answer) {
        assertEquals(error.status(), answer.status(), answer.toString());
        assertEquals("application/problem+json", answer.header("content-type"), answer.toString());
        assertEquals(error.type(), answer.json().get("type").asText(), answer.body());
        assertEquals(error.title(), answer.json().get("title").asText());
        assertEquals(error.status(), answer.json().get("status").asInt());
        assertTrue(answer.json().get("detail").isTextual());
    }
}
