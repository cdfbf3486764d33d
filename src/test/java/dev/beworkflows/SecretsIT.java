package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** Secrets: only tasks that declare them read them, and whatever those do by mistake, nothing shows them. */
class SecretsIT {
    private static final String API = "/api/app/be_workflows";
    private static final String VALUE = "s3cr3t \"0815\" äöü";
    private static TestServer server;

    @TempDir
    static Path data;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(data.resolve("data"), Map.of(Setting.WORKERS, "2"));
        assertEquals(200, put("token", VALUE).status());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void onlyWhoDeclaresASecretReadsIt() throws Exception {
        String code = function("task", """
                import hashlib
                ti.response_data('out', [{'all': sorted(ti.secrets), 'is': hashlib.sha256(ti.secrets['token'].encode()).hexdigest()}])
                """);
        Answer answer = server.get(server.callPath(server.save(declaring(code))));
        assertEquals(200, answer.status(), answer.response().body());
        assertEquals("[\"token\"]", answer.json().at("/data/out/0/all").toString());
        assertEquals(sha256(VALUE), answer.json().at("/data/out/0/is").asText());

        Answer undeclared = server.get(server.callPath(server.save(server.chain("task", code))));
        assertEquals(500, undeclared.status());
        assertTrue(
                undeclared.json().path("detail").asText().contains("does not declare it"),
                undeclared.response().body());
    }

    @Test
    void aSecretIsTakenOutOfWhateverATaskSaysPrintsAnswersOrRaises() throws Exception {
        String code = function("task", """
                import base64, json, os, sys
                from common.framework.utils.events import send_user_task_sse
                secret = ti.secrets['token']
                print('out', secret)
                print(json.dumps({'k': secret}), base64.b64encode(secret.encode()).decode())
                print('half', secret[:5], end='', flush=True)
                print(secret[5:])
                os.write(2, ('raw ' + secret).encode())
                send_user_task_sse({'told': secret, secret: 1})
                ti.response_data('out', [{'value': secret}])
                ti.response_meta('out', {'value': 'x' + secret})
                if ti.method == 'GET':
                    raise ValueError('no ' + secret)
                """);
        String id = server.save(declaring(code));
        for (String method : new String[] {"GET", "POST"}) {
            Answer answer = server.send(method, server.callPath(id), "application/json", "{}");
            String run = answer.header("x-run-id");
            JsonNode record = server.record(run);
            String events =
                    server.get(API + "/runs/" + run + "/events").response().body();
            assertTrue(record.toString().contains("out ***"), record.toString());
            assertTrue(events.contains("out ***"), events);
            for (String text : new String[] {answer.response().body(), record.toString(), events}) {
                for (String form : new String[] {"s3cr3t", "0815", "czNjcjN0"}) {
                    assertFalse(text.contains(form), method + ": " + text);
                }
            }
        }
    }

    @Test
    void aBackgroundRunKeepsNoneEither() throws Exception {
        String code = function(
                "task", "ti.response_data('out', [{'value': ti.secrets['token']}])\nprint(ti.secrets['token'])");
        ObjectNode definition = declaring(code).put("mode", "background");
        definition.put(
                "interceptor",
                "def intercept(ti):\n    ti.url_params['x'] = ti.secrets['token']\n    print(ti.secrets['token'])\n");
        String run = server.get(server.callPath(server.save(definition)))
                .json()
                .path("run_id")
                .asText();
        String record = server.record(run).toString();
        assertTrue(record.contains("\"x\":\"***\""), record);
        String result = server.get(API + "/runs/" + run + "/result").response().body();
        assertFalse((record + result).contains("s3cr3t"), record + result);
    }

    @Test
    void whatIsPushedHoldsNoSecret() throws Exception {
        for (String value :
                new String[] {"ti.secrets['token']", "{'a': [ti.secrets['token']]}", "{1, ti.secrets['token']}"}) {
            String code = function("task", "ti.push('k', " + value + ")");
            Answer answer = server.get(server.callPath(server.save(declaring(code))));
            assertEquals(500, answer.status());
            assertTrue(
                    answer.json().path("detail").asText().contains("holds the secret 'token'"),
                    answer.response().body());
        }
    }

    @Test
    void neitherTheDatabaseNorAnExportHasTheValue() throws Exception {
        assertEquals(200, put("other", "an0ther-s3cr3t").status());
        String list = server.get(API + "/secrets").response().body();
        assertTrue(list.contains("\"other\""));
        assertFalse(list.contains("s3cr3t"), list);
        try (var files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                assertFalse(
                        new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).contains("an0ther-s3cr3t"),
                        file.toString());
            }
        }
        assertEquals(
                204,
                server.send(server.request(API + "/secrets/other").DELETE()).status());
        assertEquals(
                404,
                server.send(server.request(API + "/secrets/other").DELETE()).status());
    }

    @Test
    void whatIsWrongWithASecretIsToldWithoutRepeatingIt() throws Exception {
        Answer tooShort = put("token", "s3cr3t!");
        assertEquals(400, tooShort.status());
        assertFalse(tooShort.response().body().contains("s3cr3t"));
        assertEquals(404, put("no-name", "long enough").status());
        assertEquals(
                400,
                server.send("PUT", API + "/secrets/token", "application/json", "{\"valeu\": \"long enough\"}")
                        .status());
    }

    @Test
    void aSecretThatIsNotSetIsAWarning() throws Exception {
        ObjectNode definition = server.chain("task", function("task", "pass"));
        definition.putArray("secrets").add("missing");
        Answer saved = server.create(definition.toString());
        assertEquals(
                "/secrets/0",
                saved.json().at("/warnings/0/pointer").asText(),
                saved.response().body());
        definition.putArray("secrets").add("a-b").add("a").add("a");
        Answer refused = server.create(definition.put("id", "other").toString());
        assertEquals(2, refused.json().path("errors").size(), refused.response().body());
    }

    private static ObjectNode declaring(String code) {
        ObjectNode definition = server.chain("task", code);
        definition.putArray("secrets").add("token");
        return definition;
    }

    private static Answer put(String name, String value) throws Exception {
        String body = TestServer.JSON.createObjectNode().put("value", value).toString();
        return server.send("PUT", API + "/secrets/" + name, "application/json", body);
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = java.security.MessageDigest.getInstance("SHA-256")
                .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return java.util.HexFormat.of().formatHex(digest);
    }
}
