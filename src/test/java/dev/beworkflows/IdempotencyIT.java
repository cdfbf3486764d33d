package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Idempotency-Key is one piece of work, in both modes. */
class IdempotencyIT {
    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "3"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aForegroundCallIsDoneOnceAndAnsweredTheSame() throws Exception {
        String id = server.save(counting("ti.response_data('out', [{'n': ti.url_params['n']}])"));
        String key = key();
        Answer first = call(id, "?n=1", key);
        Answer again = call(id, "?n=1", key);
        assertEquals(200, first.status());
        assertEquals(200, again.status());
        assertEquals(first.response().body(), again.response().body());
        assertEquals(first.header("x-run-id"), again.header("x-run-id"));
        assertEquals("application/json", again.header("content-type"));
        assertEquals("true", again.header("idempotency-replayed"));
        assertEquals("", first.header("idempotency-replayed"));
        assertEquals("x", ledger());

        Answer other = call(id, "?n=2", key);
        assertEquals(422, other.status());
        assertEquals(
                "/problems/idempotency-key-reused", other.json().path("type").asText());
        assertEquals(200, call(id, "?n=2", key()).status());
        assertEquals("xx", ledger());
    }

    @Test
    void aFailureIsAnsweredAgainToo() throws Exception {
        String id = server.save(counting("raise ValueError('no')"));
        String key = key();
        Answer first = call(id, "?n=1", key);
        assertEquals(500, first.status());
        assertEquals(first.response().body(), call(id, "?n=1", key).response().body());
        assertEquals("x", ledger());
    }

    @Test
    void whatIsUnderWayIsNotStartedAgain() throws Exception {
        Path gate = folder.resolve("gate");
        String id =
                server.save(counting("import os, time\nwhile not os.path.exists('" + gate + "'): time.sleep(0.01)"));
        String key = key();
        ExecutorService one = Executors.newSingleThreadExecutor();
        Future<Answer> first = one.submit(() -> call(id, "?n=1", key));
        TestServer.eventually("it runs", () -> ledger().equals("x"));
        Answer second = call(id, "?n=1", key);
        assertEquals(409, second.status());
        assertEquals(
                "/problems/idempotency-in-progress", second.json().path("type").asText());
        assertEquals("1", second.header("retry-after"));
        Files.createFile(gate);
        assertEquals(200, first.get().status());
        assertEquals(200, call(id, "?n=1", key).status());
        assertEquals("x", ledger());
        one.shutdown();
    }

    @Test
    void manyAtOnceAreOneRun() throws Exception {
        String id = server.save(counting("pass").put("mode", "background"));
        String intercepted = server.save(counting("pass")
                .put("mode", "background")
                .put("interceptor", "def intercept(ti):\n    ti.url_params['n'] += 1\n"));
        ExecutorService many = Executors.newFixedThreadPool(20);
        for (String workflow : List.of(id, intercepted)) {
            String key = key();
            List<Callable<Answer>> calls = IntStream.range(0, 50)
                    .mapToObj(i -> (Callable<Answer>) () -> call(workflow, "?n=1", key))
                    .toList();
            Set<String> runs = many.invokeAll(calls).stream()
                    .map(IdempotencyIT::result)
                    .filter(answer -> answer.status() != 409)
                    .map(answer ->
                            answer.status() + " " + answer.json().path("run_id").asText())
                    .collect(Collectors.toSet());
            assertEquals(1, runs.size(), runs.toString());
            assertTrue(runs.iterator().next().startsWith("202 "), runs.toString());
        }
        many.shutdown();
        TestServer.eventually("both run once", () -> ledger().equals("xx"));
    }

    @Test
    void theSameRequestIsKnownByItsValuesAndItsFiles() throws Exception {
        ObjectNode definition = counting("pass").put("mode", "background");
        definition.putArray("form").addObject().put("name", "f").put("type", "file");
        String id = server.save(definition);
        String key = key();
        assertEquals(202, upload(id, key, "a").status());
        Answer same = upload(id, key, "a");
        assertEquals(202, same.status());
        assertEquals("true", same.header("idempotency-replayed"));
        assertEquals(422, upload(id, key, "b").status());

        String body = server.save(counting("pass")
                .set(
                        "body",
                        TestServer.JSON.readTree(
                                "[{\"name\":\"a\",\"type\":\"any\"},{\"name\":\"b\",\"type\":\"any\"}]")));
        String other = key();
        assertEquals(
                200, post(body, other, "{\"a\":{\"x\":1,\"y\":2},\"b\":null}").status());
        assertEquals("true", post(body, other, "{\"a\":{\"y\":2,\"x\":1}}").header("idempotency-replayed"));
        assertEquals(422, post(body, other, "{\"a\":{\"y\":1,\"x\":2}}").status());
    }

    @Test
    void anInterceptorThatRefusesIsNotAskedAgain() throws Exception {
        String id = server.save(counting("pass")
                .put("mode", "background")
                .put(
                        "interceptor",
                        "def intercept(ti):\n    open('" + folder.resolve("ledger")
                                + "', 'a').write('i')\n    raise ValueError('no')\n"));
        String key = key();
        assertEquals(422, call(id, "?n=1", key).status());
        Answer again = call(id, "?n=1", key);
        assertEquals(422, again.status());
        assertEquals(
                "/problems/refused-by-interceptor", again.json().path("type").asText());
        assertEquals("i", ledger());
    }

    @Test
    void aCallThatIsWatchedUnderAKeyIsOneRun() throws Exception {
        String id = server.save(counting("ti.response_data('out', [{'n': 1}])"));
        String key = key();
        Answer first = server.send(server.request(server.callPath(id) + "?n=1")
                .header("Accept", "text/event-stream")
                .header("Idempotency-Key", key)
                .GET());
        assertEquals(200, first.status());
        assertTrue(
                first.response()
                        .body()
                        .endsWith("event: response\ndata: {\"data\":{\"out\":[{\"n\":1}]},\"meta\":{\"out\":{}}}\n\n"),
                first.response().body());
        Answer again = call(id, "?n=1", key);
        assertEquals(202, again.status());
        assertEquals(first.header("x-run-id"), again.header("x-run-id"));
        assertEquals("x", ledger());
    }

    @Test
    void aKeyThatIsNoneIsRefused() throws Exception {
        String id = server.save(counting("pass"));
        for (String wrong : List.of("", " ", "\"\"", "a b", "x".repeat(256))) {
            HttpRequest.Builder request =
                    server.request(server.callPath(id) + "?n=1").GET().header("Idempotency-Key", wrong);
            Answer answer = server.send(request);
            assertEquals(400, answer.status(), wrong);
            assertEquals("idempotency-key", answer.json().at("/errors/0/name").asText());
        }
        String key = "x".repeat(255);
        assertEquals(200, call(id, "?n=1", key).status());
        assertEquals("true", call(id, "?n=1", "\"" + key + "\"").header("idempotency-replayed"));
        assertEquals(400, call(id, "?n=x", key()).status());
    }

    private ObjectNode counting(String body) {
        ObjectNode definition = server.chain(
                "task", function("task", "open('" + folder.resolve("ledger") + "', 'a').write('x')\n" + body));
        definition.putArray("url_args").addObject().put("name", "n").put("type", "integer");
        return definition;
    }

    private String ledger() {
        try {
            return Files.exists(folder.resolve("ledger")) ? Files.readString(folder.resolve("ledger")) : "";
        } catch (java.io.IOException e) {
            return "";
        }
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static Answer call(String id, String query, String key) throws Exception {
        return server.send(server.request(server.callPath(id) + query)
                .header("Idempotency-Key", key)
                .GET());
    }

    private static Answer post(String id, String key, String body) throws Exception {
        return server.send(server.request(server.callPath(id))
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static Answer upload(String id, String key, String content) throws Exception {
        return server.send(server.request(server.callPath(id))
                .header("Idempotency-Key", key)
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x\"\r\n\r\n" + content
                                + "\r\n--b--\r\n")));
    }

    private static Answer result(Future<Answer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
