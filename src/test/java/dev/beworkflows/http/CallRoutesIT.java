package dev.beworkflows.http;

import static dev.beworkflows.http.HttpRoutesIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.http.RawClient.Answer;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.schema.RawRequest;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallRoutesIT {

    private static final String IDS = "/api/app/be_workflows/be_wf_graph/id/";
    private static final HttpLimits LIMITS = new HttpLimits(
            new HttpLimits.Transport(64 * 1024, 32 * 1024, Duration.ofSeconds(30), 1024, true),
            new HttpLimits.Content(10_000, 100_000, 20_000, 20, 5, 50),
            HttpLimits.Json.DEFAULT);

    @TempDir
    Path folder;

    private HttpServerFixture server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = new HttpServerFixture(folder, LIMITS, Optional.empty());
        client = new RawClient(server.port());
        save("{\"id\": \"echo\"}");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE"})
    void everyMethodMayCarryQueryAndJson(String method) throws IOException {
        requireSchemas();
        Answer answer = call(method, "echo", "?a=%C3%BC+1", "application/json", "{\"b\": [1, 2.50]}");
        assertEquals(200, answer.status(), answer.body());
        assertEquals("application/json", answer.header("content-type"));
        assertEquals(36, answer.header("x-run-id").length());
        assertEquals("ü 1", answer.json().at("/query/a").asText());
        assertTrue(answer.body().contains("[1,2.50]"), answer.body());
    }

    @Test
    void everyAnswerToACallIsToldOnceWithItsWorkflowAndMode() throws IOException {
        requireSchemas();
        assertEquals(200, call("GET", "echo", "", "text/plain", "").status());
        assertEquals(404, call("GET", "nobody-knows-it", "", "text/plain", "").status());
        assertEquals(400, call("POST", "echo", "", "application/json", "{").status());
        assertEquals(202, bare("POST", "Prefer: respond-async\r\n").status());
        assertEquals(204, call("OPTIONS", "echo", "", "text/plain", "").status());
        assertEquals(405, call("PATCH", "echo", "", "text/plain", "").status());
        assertEquals(
                List.of(
                        "echo foreground 200",
                        "refused 404",
                        "echo foreground 400",
                        "echo background 202",
                        "echo foreground 405"),
                server.meters.told);
    }

    @Test
    void aCallWithoutBodyNeedsNoContentType() throws IOException {
        requireSchemas();
        assertEquals(200, bare("GET", "").status());
        assertEquals(200, bare("POST", "Content-Length: 0\r\n").status());
        assertEquals(200, bare("GET", "Content-Type: application/json\r\n").status());
        assertEquals(
                200,
                client.write(
                                "POST " + IDS
                                        + "echo/call HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .answer()
                        .status());
    }

    @Test
    void urlencodedFormsAreRead() throws IOException {
        requireSchemas();
        Answer answer =
                call("GET", "echo", "", "application/x-www-form-urlencoded; charset=UTF-8", "n=%E2%82%AC&m=a+b");
        assertEquals(200, answer.status(), answer.body());
        assertEquals("€", answer.json().at("/form/n").asText());
        assertEquals("a b", answer.json().at("/form/m").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void multipartFormsWithSeveralFilesAreReadAndLeaveNothing(String method) throws IOException {
        requireSchemas();
        String form = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n€\r\n"
                + part("f", "eins.txt", "text/plain", "one") + part("f", "zwei ü.txt", "", "two\r\n--\r\n")
                + part("g", "", "", "")
                + part("h", "empty.bin", "", "") + "--b--\r\n";
        Answer answer = call(method, "echo", "", "multipart/form-data; boundary=\"b\"", form);
        assertEquals(200, answer.status(), answer.body());
        JsonNode files = answer.json().get("files");
        assertEquals("€", answer.json().at("/form/n").asText());
        assertEquals("one", files.at("/f/0/content").asText());
        assertEquals("text/plain", files.at("/f/0/content_type").asText());
        assertEquals("zwei ü.txt", files.at("/f/1/filename").asText());
        assertEquals("two\r\n--\r\n", files.at("/f/1/content").asText());
        assertEquals("application/octet-stream", files.at("/f/1/content_type").asText());
        assertTrue(files.path("g").isMissingNode(), "nobody chose a file there");
        assertEquals(0, files.at("/h/0/size").asInt());
        assertTrue(server.uploadsBecomeEmpty());
    }

    @Test
    void aBodyMayArriveByteByByte() throws IOException {
        requireSchemas();
        String form = part("f", "a", "", "12345") + "--b--\r\n";
        client.write(head("POST", "echo", "multipart/form-data; boundary=b", form.length()));
        for (byte b : form.getBytes(UTF_8)) {
            client.write(new byte[] {b});
        }
        assertEquals("12345", client.answer().json().at("/files/f/0/content").asText());
    }

    @Test
    void credentialsNeverReachTheRun() throws IOException {
        requireSchemas();
        String secrets =
                "Authorization: Bearer s1\r\nCookie: s2\r\nX-Api-Key: s3\r\nProxy-Authorization: s4\r\nX-Twice: a\r\nX-Twice: b\r\n";
        assertEquals(200, bare("POST", secrets).status());
        RunCaller caller = server.runs.callers.get(0);
        assertEquals("POST", caller.method());
        assertEquals(Map.of("host", "localhost", "x-twice", "a, b"), caller.headers());
    }

    @Test
    void aCallThatThereIsNoRoomForIsRefusedBeforeItsBodyComes() throws IOException {
        save("{\"id\": \"full\"}");
        client.write("POST " + IDS + "full/call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 9000\r\n\r\n");
        Answer answer = client.answer();
        assertProblem(ApiError.NO_WORKER, answer);
        assertEquals("5", answer.header("retry-after"));
        assertEquals("all are busy", answer.json().get("detail").asText());
        client.write(" ".repeat(9_000)); // on the same connection the next one is understood
        assertEquals(
                ApiError.NO_WORKER.status(), call("GET", "full", "", "", "").status());
        assertTrue(server.runs.started.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "raised, TASK_FAILED",
        "task_timeout, TASK_TIMEOUT",
        "worker_lost, WORKER_LOST",
        "run_timeout, RUN_TIMEOUT",
        "no_worker, NO_WORKER",
        "cancelled, RUN_CANCELLED",
        "internal, INTERNAL"
    })
    void aFailedRunNamesTaskTypeAndMessageButNoTraceback(String kind, ApiError error) throws IOException {
        requireSchemas();
        save("{\"id\": \"" + kind + "\"}");
        Answer answer = call("POST", kind, "", "application/json", "{}");
        assertProblem(error, answer);
        assertEquals("train", answer.json().get("task").asText());
        assertEquals("ValueError", answer.json().get("error_type").asText());
        assertEquals(answer.header("x-run-id"), answer.json().get("run_id").asText());
        assertEquals(error.status() == 503 ? "1" : "", answer.header("retry-after"));
        assertEquals(
                error != ApiError.INTERNAL, answer.json().get("detail").asText().equals("no rows"));
        assertFalse(answer.body().contains("Traceback"));
    }

    @Test
    void whatCannotBeCalledSaysWhy() throws IOException {
        save("{\"id\": \"off\", \"enabled\": false}");
        save("{\"id\": \"post\", \"methods\": [\"POST\", \"PUT\"]}");
        save("{\"id\": \"later\", \"mode\": \"background\"}");
        assertProblem(ApiError.UNKNOWN_WORKFLOW, call("POST", "nobody", "", "application/json", "{}"));
        assertProblem(ApiError.UNKNOWN_WORKFLOW, call("POST", "-", "", "application/json", "{}"));
        assertProblem(ApiError.WORKFLOW_DISABLED, call("POST", "off", "", "application/json", "{}"));
        for (String method : List.of("GET", "DELETE", "PATCH")) {
            Answer refused = call(method, "post", "", "application/json", "{}");
            assertProblem(ApiError.METHOD_NOT_ALLOWED, refused);
            assertEquals("POST, PUT, OPTIONS", refused.header("allow"));
        }
        assertEquals(
                "POST, PUT, OPTIONS",
                call("OPTIONS", "post", "", "application/json", "").header("allow"));
        assertEquals(202, call("POST", "later", "", "application/json", "{}").status());
        assertEquals(202, bare("POST", "Prefer: x, Respond-Async; y\r\n").status());
    }

    @Test
    void theCallerMayAskToWait() throws IOException {
        requireSchemas();
        save("{\"id\": \"later\", \"mode\": \"background\"}");
        assertEquals(
                200,
                client.write("GET " + IDS + "later/call HTTP/1.1\r\nHost: localhost\r\nPrefer: wait=5\r\n\r\n")
                        .answer()
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/json; charset=latin1", "application/jsonp", ""})
    void anotherContentTypeIsRefused(String type) throws IOException {
        assertProblem(ApiError.UNSUPPORTED_MEDIA_TYPE, call("POST", "echo", "", type, "{}"));
        assertEquals(404, call("POST", "nobody", "", type, "{}").status(), "the connection is still of use");
    }

    @Test
    void compressedBodiesAreRefused() throws IOException {
        Answer answer =
                bare("POST", "Content-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}");
        assertProblem(ApiError.UNSUPPORTED_MEDIA_TYPE, answer);
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        Answer json = call("POST", "echo", "", "application/json", "{\n\"a\": 1, \"a\": 2}");
        assertProblem(ApiError.MALFORMED_REQUEST, json);
        assertEquals("body", json.json().at("/errors/0/in").asText());
        assertTrue(json.json().at("/errors/0/message").asText().startsWith("line 2, column "), json.body());
        Answer query = call("POST", "echo", "?x=%f", "application/json", "{}");
        assertProblem(ApiError.MALFORMED_REQUEST, query);
        assertEquals("x", query.json().at("/errors/0/name").asText());
        String urlencoded = "application/x-www-form-urlencoded";
        Answer form = call("POST", "echo", "", urlencoded, "x=%ff");
        assertProblem(ApiError.MALFORMED_REQUEST, form);
        assertEquals("form", form.json().at("/errors/0/in").asText());
        assertProblem(ApiError.MALFORMED_REQUEST, call("POST", "echo", "", "multipart/form-data", "--b--"));
        assertProblem(ApiError.MALFORMED_REQUEST, call("POST", "echo", "", "multipart/form-data; boundary=b", "--c--"));
        assertTrue(server.uploadsBecomeEmpty());
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        assertProblem(
                ApiError.CONTENT_TOO_LARGE,
                call("POST", "echo", "", "application/json", "\"" + "x".repeat(10_000) + "\""));
        assertProblem(ApiError.CONTENT_TOO_LARGE, call("POST", "echo", "?" + "a&".repeat(21), "application/json", "1"));
        assertProblem(ApiError.URI_TOO_LONG, call("POST", "echo", "?" + "a".repeat(20_001), "application/json", "1"));
        String multipart = "multipart/form-data; boundary=b";
        assertProblem(
                ApiError.CONTENT_TOO_LARGE,
                call("POST", "echo", "", multipart, part("f", "a", "", "x".repeat(100_000)) + "--b--"));
        assertProblem(
                ApiError.CONTENT_TOO_LARGE,
                call("POST", "echo", "", multipart, part("f", "a", "", "").repeat(6) + "--b--"));
        String field = "--b\r\nContent-Disposition: form-data; name=n\r\n\r\n";
        assertProblem(
                ApiError.CONTENT_TOO_LARGE,
                call("POST", "echo", "", multipart, (field + "1\r\n").repeat(21) + "--b--"));
        assertProblem(
                ApiError.CONTENT_TOO_LARGE,
                call("POST", "echo", "", multipart, field + "1".repeat(10_001) + "\r\n--b--"));
        assertProblem(
                ApiError.MALFORMED_REQUEST,
                call("POST", "echo", "", multipart, part("f", "a".repeat(51), "", "") + "--b--"));
        assertTrue(server.uploadsBecomeEmpty());
    }

    @Test
    void aChunkedBodyIsTooLargeOnceItIs() throws IOException {
        client.write(
                "POST " + IDS
                        + "echo/call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.write("3000\r\n" + "x".repeat(0x3000) + "\r\n");
        assertProblem(ApiError.CONTENT_TOO_LARGE, client.answer());
        client.write("0\r\n\r\n");
        assertEquals(404, call("POST", "nobody", "", "application/json", "").status());
    }

    @Test
    void whoAsksBeforeSendingIsToldBeforeSending() throws IOException {
        requireSchemas();
        String expect = "Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: ";
        client.write("POST " + IDS + "echo/call HTTP/1.1\r\nHost: localhost\r\n" + expect + "2\r\n\r\n");
        assertEquals(100, client.answer().status());
        assertEquals(200, client.write("{}").answer().status());
        client.write("POST " + IDS + "echo/call HTTP/1.1\r\nHost: localhost\r\n" + expect + "20000\r\n\r\n");
        Answer refused = client.answer();
        assertProblem(ApiError.CONTENT_TOO_LARGE, refused);
        assertEquals("close", refused.header("connection"));
        assertTrue(client.isClosedByServer());
    }

    @Test
    void aCallerWhoGoesAwayEndsTheRun() throws Exception {
        requireSchemas();
        save("{\"id\": \"hang\"}");
        String form = part("f", "a", "", "1") + "--b--\r\n";
        client.write(head("POST", "hang", "multipart/form-data; boundary=b", form.length()))
                .write(form);
        assertNotNull(server.runs.started.poll(10, SECONDS));
        assertEquals(1, Files.list(folder).toList().size(), "the file is there while the run lasts");
        client.reset();
        assertEquals("the caller went away", server.runs.cancelled.poll(10, SECONDS));
        assertTrue(server.uploadsBecomeEmpty());
    }

    @Test
    void aCallerWhoStaysDoesNotEndTheRun() throws Exception {
        requireSchemas();
        assertEquals(200, call("POST", "echo", "", "application/json", "{}").status());
        client.close();
        assertNull(server.runs.cancelled.poll());
    }

    @Test
    void overHttp2TheSameHappens() throws Exception {
        requireSchemas();
        save("{\"id\": \"hang\"}");
        var options =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        var http2 = server.vertx().createHttpClient(options);
        var request = HttpServerFixture.await(
                http2.request(HttpMethod.POST, server.port(), "localhost", IDS + "echo/call?a=1"));
        var answered = request.putHeader("content-type", "application/json").send("{\"b\": 1}");
        var response = HttpServerFixture.await(answered);
        assertEquals(200, response.statusCode());
        assertEquals(HttpVersion.HTTP_2, response.version());
        var hanging =
                HttpServerFixture.await(http2.request(HttpMethod.GET, server.port(), "localhost", IDS + "hang/call"));
        var unused = hanging.send();
        assertNotNull(server.runs.started.poll(10, SECONDS));
        assertNotNull(server.runs.started.poll(10, SECONDS));
        hanging.reset();
        assertEquals("the caller went away", server.runs.cancelled.poll(10, SECONDS));
    }

    private void save(String definition) throws IOException {
        var unused = HttpServerFixture.await(
                server.definitions.create(new ObjectMapper().readTree(definition), Saving.PUBLISHED));
    }

    private Answer call(String method, String id, String query, String type, String body) throws IOException {
        String head = head(method, id + "\0" + query, type, body.getBytes(UTF_8).length);
        return client.write(head).write(body).answer();
    }

    /** @param target an id, and after a NUL the query */
    private static String head(String method, String target, String type, int length) {
        String[] parts = (target + "\0").split("\0", -1);
        String contentType = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
        return method + " " + IDS + parts[0] + "/call" + parts[1] + " HTTP/1.1\r\nHost: localhost\r\n" + contentType
                + "Content-Length: " + length + "\r\n\r\n";
    }

    private Answer bare(String method, String headers) throws IOException {
        return client.write(method + " " + IDS + "echo/call HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n")
                .answer();
    }

    private static String part(String name, String filename, String type, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename + "\"\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n" + content + "\r\n";
    }

    /** Whether requests can be accepted at all. */
    private void requireSchemas() {
        var callable = HttpServerFixture.await(server.definitions.callable(new WorkflowId("echo")));
        var nothing = new RawRequest(List.of(), Optional.empty(), List.of(), Map.of());
        RequestCheck check = callable.orElseThrow().schemas().check(nothing);
        assumeTrue(check instanceof RequestCheck.Accepted, "the schemas accept nothing yet");
    }
}
