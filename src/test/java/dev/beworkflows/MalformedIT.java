package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** More than two hundred requests and definitions that are none: each gets a 4xx problem that names the place, and nothing of the server's insides. */
class MalformedIT {

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";
    private static TestServer server;
    private static String call;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.MAX_BODY, "64KiB", Setting.MAX_QUERY, "4KiB"));
        ObjectNode definition = server.chain("task", "def task(ti): pass\n");
        fields(definition.putArray("url_args"));
        fields(definition.putArray("body"));
        ArrayNode form = definition.putArray("form");
        fields(form);
        form.addObject().put("name", "upload").put("type", "file");
        call = server.callPath(server.save(definition));
        assertEquals(200, server.get(call).status());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void fields(ArrayNode list) {
        list.addObject().put("name", "n").put("type", "integer");
        list.addObject().put("name", "x").put("type", "number");
        list.addObject().put("name", "b").put("type", "boolean");
        list.addObject().put("name", "d").put("type", "date");
        list.addObject().put("name", "t").put("type", "datetime");
        list.addObject().put("name", "o").put("type", "object");
        list.addObject().put("name", "a").put("type", "array");
        list.addObject()
                .put("name", "e")
                .put("type", "enum")
                .putArray("options")
                .add("red")
                .add("green");
        list.addObject().put("name", "r").put("type", "string").put("validation_regex", "^(.*a){12}$");
    }

    private static final List<String> BAD_TEXTS = List.of(
            "n=abc",
            "n=",
            "n=1.5",
            "n=1e3",
            "n=0x1",
            "n=%20 1".replace(" ", ""),
            "n=1&n=2",
            "n=" + "9".repeat(1001),
            "n=%D9%A4",
            "n=--1",
            "x=abc",
            "x=",
            "x=NaN",
            "x=Infinity",
            "x=1e999",
            "x=-1e999",
            "x=1_0",
            "x=1,5",
            "x=%2B1",
            "x=0x1p3",
            "b=yes",
            "b=",
            "b=2",
            "b=TRUEE",
            "d=2026-02-30",
            "d=today",
            "d=2026-1-1",
            "d=",
            "t=2026-01-01",
            "t=2026-01-01T00:00:00",
            "t=2026-13-01T00:00:00Z",
            "t=0",
            "o=[]",
            "o=1",
            "o=%7B",
            "o=%7B%22a%22:1,%22a%22:2%7D",
            "o=" + "%7B%22a%22:".repeat(70) + "1" + "%7D".repeat(70),
            "e=blue",
            "e=RED",
            "e=",
            "r=b",
            "r=",
            "r=" + "a".repeat(11),
            "r=%00",
            "unknown=1",
            "N=1",
            "n[]=1",
            "=1",
            "=",
            "n=%zz",
            "n=%4",
            "n=%",
            "r=%ff",
            "r=%c3%28",
            "r=%ed%a0%80",
            "r=%f0%9f",
            "%ff=1",
            "%00=1");

    private static final List<String> BAD_BODIES = List.of(
            "{",
            "}",
            "[1]",
            "3",
            "\"text\"",
            "nul",
            "",
            " ",
            "{\"n\":}",
            "{\"n\":1,}",
            "{'n':1}",
            "{\"n\":1} {}",
            "{\"n\":1}x",
            "/* c */ {}",
            "{\"n\":01}",
            "{\"n\":+1}",
            "{\"n\":.5}",
            "{\"n\":1.}",
            "{\"n\":NaN}",
            "{\"n\":Infinity}",
            "{\"n\":1,\"n\":2}",
            "{\"n\":\"1\"}",
            "{\"n\":1.5}",
            "{\"n\":[]}",
            "{\"n\":{}}",
            "{\"n\":true}",
            "{\"n\":" + "9".repeat(1001) + "}",
            "{\"x\":1e400}",
            "{\"x\":1e999999999}",
            "{\"x\":\"1\"}",
            "{\"b\":\"true\"}",
            "{\"b\":0}",
            "{\"d\":20260101}",
            "{\"d\":\"2026-02-30\"}",
            "{\"t\":\"2026-01-01\"}",
            "{\"t\":0}",
            "{\"o\":[]}",
            "{\"o\":\"{}\"}",
            "{\"a\":{}}",
            "{\"a\":\"[]\"}",
            "{\"e\":\"blue\"}",
            "{\"e\":[\"red\"]}",
            "{\"r\":\"b\"}",
            "{\"r\":3}",
            "{\"r\":\"\\u0000\"}",
            "{\"r\":\"\\ud800\"}",
            "{\"o\":{\"k\":\"\\u0000\"}}",
            "{\"o\":{\"\\u0000\":1}}",
            "{\"o\":{\"k\":[\"\\udfff\"]}}",
            "{\"unknown\":1}",
            "{\"N\":1}",
            "{\"\":1}",
            "{\"n\\u0000\":1}",
            "{\"o\":" + "{\"a\":".repeat(100) + "1" + "}".repeat(100) + "}",
            "[".repeat(60_000),
            "{\"a\":" + "[".repeat(65) + "]".repeat(65) + "}",
            "{\"o\":{\"" + "k".repeat(2000) + "\":1}}",
            "\ufeff{}",
            "{\"r\":\"" + "a".repeat(70_000) + "\"}",
            "{\"r\":\"line\nbreak\"}",
            "{\"r\":\"\\x\"}",
            "{\"r\":\"\\u12\"}");

    @Test
    void aQueryThatDoesNotFitIsRefused() throws Exception {
        for (String query : BAD_TEXTS) {
            expectProblem("query " + query, raw("GET " + call + "?" + query + " HTTP/1.1\r\n", new byte[0]));
        }
    }

    @Test
    void aFormThatDoesNotFitIsRefused() throws Exception {
        for (String form : BAD_TEXTS) {
            expectProblem(
                    "form " + form,
                    raw(
                            "POST " + call + " HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
                            form.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aBodyThatDoesNotFitIsRefused() throws Exception {
        for (String body : BAD_BODIES) {
            if (body.isBlank()) {
                continue; // no body at all is allowed: every parameter is optional
            }
            expectProblem(
                    "body " + body,
                    raw(
                            "POST " + call + " HTTP/1.1\r\nContent-Type: application/json\r\n",
                            body.getBytes(StandardCharsets.UTF_8)));
        }
        byte[] badUtf8 = {'{', '"', 'r', '"', ':', '"', (byte) 0xff, '"', '}'};
        expectProblem("bad UTF-8", raw("POST " + call + " HTTP/1.1\r\nContent-Type: application/json\r\n", badUtf8));
    }

    @Test
    void aDefinitionOfBadPythonIsRefusedWithLineAndColumn() throws Exception {
        Map<String, String> codes = Map.ofEntries(
                Map.entry("def a(ti)\n    pass\n", "1:"),
                Map.entry("def a(ti):\npass\n", "2:"),
                Map.entry("def b(ti): pass\n", "a"),
                Map.entry("def a(): pass\n", "one"),
                Map.entry("def a(ti, x): pass\n", "one"),
                Map.entry("def a(*args): pass\n", "one"),
                Map.entry("def a(ti, *, k=1): pass\n", "one"),
                Map.entry("a = 3\n", "a"),
                Map.entry("class a: pass\n", "a"),
                Map.entry("", "a"),
                Map.entry("x = (" + "(".repeat(500) + ")".repeat(501) + "\ndef a(ti): pass\n", ""),
                Map.entry("def a(ti):\n\treturn 1\n        return 2\n", "3:"),
                Map.entry("def a(ti): return 'open\n", "1:"),
                Map.entry("def a(ti): yield = 3\n", "1:"),
                Map.entry("\u00a0def a(ti): pass\n", "1:"),
                Map.entry("async a(ti): pass\n", "1:"),
                Map.entry("a = lambda ti: 1\n", "a"));
        for (Map.Entry<String, String> code : codes.entrySet()) {
            ObjectNode definition = TestServer.JSON.createObjectNode();
            definition.putArray("tasks").addObject().put("name", "a").put("code", code.getKey());
            JsonNode problem = expectProblem("code " + code.getKey(), server.create(definition.toString()));
            assertEquals("/tasks/0/code", problem.at("/errors/0/pointer").asText(), problem.toString());
            JsonNode error = problem.at("/errors/0");
            String told =
                    error.path("line").asInt() + ":" + error.path("column").asInt() + ": "
                            + error.path("message").asText();
            assertTrue(told.contains(code.getValue()), problem.toString());
        }
    }

    @Test
    void aDefinitionThatIsNoneIsRefused() throws Exception {
        List<String> definitions = new ArrayList<>(BAD_BODIES);
        definitions.addAll(List.of(
                "{}",
                "{\"tasks\":[{\"name\":\"a\",\"code\":\"\\u0000\"}]}",
                "{\"tasks\":[{\"name\":\"class\",\"code\":\"\"}]}",
                "{\"id\":\"../etc\",\"tasks\":[]}"));
        for (String definition : definitions) {
            expectProblem("definition " + definition, server.create(definition));
        }
    }

    @Test
    void whatIsNotThereIs404And405And415() throws Exception {
        Map<String, Integer> paths = Map.of(
                "GET " + GRAPH + "/id/nowhere/call",
                404,
                "GET " + GRAPH + "/id/nowhere",
                404,
                "GET " + GRAPH + "/id/a%2Fb",
                404,
                "GET /api/app/be_workflows/runs/nothing",
                404,
                "GET /api/app/be_workflows/runs/01a20808-895e-787e-9e18-702262b45287",
                404,
                "GET /nowhere",
                404,
                "PATCH " + GRAPH,
                405,
                "DELETE " + GRAPH,
                405,
                "POST /healthz",
                405,
                "GET " + GRAPH + "/id/%ff",
                404);
        for (Map.Entry<String, Integer> path : paths.entrySet()) {
            TestServer.Answer answer = raw(path.getKey() + " HTTP/1.1\r\n", new byte[0]);
            var unused = expectProblem(path.getKey(), answer);
            assertTrue(
                    answer.status() == path.getValue() || answer.status() == 400,
                    path.getKey() + " -> " + answer.status());
        }
        assertEquals(
                415,
                raw("POST " + call + " HTTP/1.1\r\nContent-Type: text/csv\r\n", "a,b".getBytes(StandardCharsets.UTF_8))
                        .status());
        assertEquals(
                413,
                raw("POST " + call + " HTTP/1.1\r\nContent-Type: application/json\r\n", new byte[65 * 1024])
                        .status());
        assertEquals(
                414,
                raw("GET " + call + "?r=" + "a".repeat(20_000) + " HTTP/1.1\r\n", new byte[0])
                        .status());
        assertEquals(
                431,
                raw("GET " + call + " HTTP/1.1\r\nX-Long: " + "a".repeat(40_000) + "\r\n", new byte[0])
                        .status());
    }

    private static JsonNode expectProblem(String what, TestServer.Answer answer) {
        String body = answer.response() == null
                ? answer.json().toString()
                : answer.response().body();
        String shown = what.length() > 200 ? what.substring(0, 200) : what;
        assertTrue(answer.status() >= 400 && answer.status() < 500, shown + " -> " + answer.status() + " " + body);
        assertTrue(answer.json().path("type").asText().startsWith("/problems/"), shown + " -> " + body);
        assertEquals(answer.status(), answer.json().path("status").asInt(), shown);
        assertFalse(
                body.contains("dev.beworkflows") || body.contains("Exception") || body.contains("java."),
                shown + " -> " + body);
        boolean namesThePlace = !answer.json().path("detail").asText().isEmpty()
                || answer.json().path("errors").size() > 0;
        assertTrue(namesThePlace, shown + " -> " + body);
        return answer.json();
    }

    /** Sends the bytes as they are, which no client would. */
    private static TestServer.Answer raw(String head, byte[] body) throws Exception {
        URI base = URI.create(server.base());
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            String length = body.length == 0 ? "" : "Content-Length: " + body.length + "\r\n";
            var out = socket.getOutputStream();
            out.write((head + "Host: localhost\r\nConnection: close\r\n" + length + "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            try {
                out.write(body);
                out.flush();
            } catch (java.io.IOException e) {
                // the server may answer and close before it has read all
            }
            return answer(socket.getInputStream());
        }
    }

    private static TestServer.Answer answer(InputStream in) throws Exception {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("HTTP/1."), "no answer: " + text);
        int status = Integer.parseInt(text.substring(9, 12));
        String body = text.substring(text.indexOf("\r\n\r\n") + 4);
        assertTrue(text.toLowerCase(java.util.Locale.ROOT).contains("content-type: application/problem+json"), text);
        return new TestServer.Answer(status, null, TestServer.JSON.readTree(body));
    }
}
