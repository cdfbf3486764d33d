package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.CommandLineTool.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zeroturnaround.exec.ProcessExecutor;
import org.zeroturnaround.exec.ProcessResult;

/** The commands that talk to a server. */
class CommandLineIT {

    private static final String YAML = """
            # Kept by hand: comments, order and all.
            id: %s
            response: [{key: out}]
            url_args:
            - {name: n, type: integer, required: true}   # how many
            tasks: [{name: squares}]
            """;
    private static final String CODE =
            "def squares(ti):\r\n    ti.response_data('out', [{'n': n * n} for n in range(ti.url_params['n'])])\r\n";

    private static TestServer server;
    private static CommandLineTool tool;

    @TempDir
    Path here;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of());
        tool = new CommandLineTool(List.of("--server", server.base()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aFolderGoesFromCheckToPull() throws Exception {
        Path folder = folder("squares", CODE.replace("range(ti", "range((ti"));
        Typed check = local("check", folder.toString());
        assertEquals(1, check.exitCode(), check::toString);
        assertTrue(check.out().startsWith(folder.resolve("tasks/squares.py") + ":2:"), check::toString);

        Files.writeString(folder.resolve("tasks/squares.py"), CODE);
        assertEquals(0, local("check", folder.toString()).exitCode());
        Typed run = local("run", folder.toString(), "--url-arg", "n=3");
        assertEquals(0, run.exitCode(), run::toString);

        Typed push = tool.on("push", folder.toString(), "--message", "by hand");
        assertEquals(0, push.exitCode(), push::toString);
        assertEquals(
                List.of("workflow  outcome  version", "squares   created        1"),
                push.out().lines().toList());
        Typed call = tool.on("call", "squares", "--url-arg", "n=3");
        assertEquals(run.json(), call.json(), call::toString);

        Typed pull = tool.on("pull", "squares", "--into", here.resolve("pulled").toString());
        assertEquals(0, pull.exitCode(), pull::toString);
        assertSameBytes(folder, here.resolve("pulled/squares"));
        assertEquals(
                "unchanged",
                tool.on("push", "--json", here.resolve("pulled/squares").toString())
                        .json()
                        .at("/workflows/0/outcome")
                        .asText());
    }

    @Test
    void pushTellsProblemsInPlaceAndSavesNothing() throws Exception {
        Path right = folder("fine", CODE);
        Path wrong = folder("wrong", "def squares(ti):\n    x = (1,\n");
        Typed push = tool.on("push", right.toString(), wrong.toString());
        assertEquals(1, push.exitCode(), push::toString);
        assertTrue(push.out().startsWith(wrong.resolve("tasks/squares.py") + ":2:9: "), push::toString);
        assertEquals(
                1,
                tool.on("pull", "fine", "--into", here.resolve("none").toString())
                        .exitCode());
    }

    @Test
    void aDraftIsNotCalledAndADryRunIsNotSaved() throws Exception {
        Path folder = folder("drafted", CODE);
        assertEquals(0, tool.on("push", folder.toString(), "--dry-run").exitCode());
        assertEquals(1, tool.on("call", "drafted", "--url-arg", "n=1").exitCode());
        assertEquals(0, tool.on("push", folder.toString(), "--draft").exitCode());
        assertEquals(1, tool.on("call", "drafted", "--url-arg", "n=1").exitCode());
        Typed version = tool.on("call", "drafted", "--version", "1", "--url-arg", "n=1");
        assertEquals(0, version.exitCode(), version::toString);
    }

    @Test
    void pullDoesNotOverwriteWhatDiffers() throws Exception {
        Path folder = folder("guarded", CODE);
        assertEquals(0, tool.on("push", folder.toString()).exitCode());
        Path file = folder.resolve("tasks/squares.py");
        Files.writeString(file, "# mine\n");
        Files.createDirectories(folder.resolve("tests"));
        Files.writeString(folder.resolve("tests/test_it.py"), "# mine too\n");
        Typed refused = tool.on("pull", "guarded", "--into", here.toString());
        assertEquals(1, refused.exitCode(), refused::toString);
        assertTrue(refused.err().contains(file.toString()), refused::toString);
        assertEquals("# mine\n", Files.readString(file));
        assertEquals(
                0,
                tool.on("pull", "guarded", "--into", here.toString(), "--force").exitCode());
        assertEquals(CODE, Files.readString(file));
        assertEquals("# mine too\n", Files.readString(folder.resolve("tests/test_it.py")));
    }

    @Test
    void aBackgroundRunIsFollowedToItsEnd() throws Exception {
        Typed call = tool.on("call", "countdown", "--url-arg", "seconds=1");
        String run = call.json().path("run_id").asText();
        Typed events = tool.on("events", run, "--json");
        assertEquals(0, events.exitCode(), events::toString);
        List<String> lines = events.out().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            assertEquals(
                    i + 1, TestServer.JSON.readTree(lines.get(i)).path("seq").asInt());
        }
        assertEquals(
                "succeeded",
                TestServer.JSON
                        .readTree(lines.get(lines.size() - 1))
                        .path("kind")
                        .asText());
        Typed runs =
                tool.on("runs", "--workflow", "countdown", "--mode", "background", "--status", "succeeded", "--json");
        assertTrue(runs.json().path("items").findValuesAsText("run_id").contains(run), runs::toString);
        assertEquals(0, tool.on("logs", "-f", run).exitCode());
        assertTrue(tool.on("events", run).out().contains("message  count"));
    }

    @Test
    void logsShowWhatWasPrintedAndWhyItFailed() throws Exception {
        String id = server.save(
                server.chain("task", "def task(ti):\n    print('so far')\n    raise ValueError('and no further')\n"));
        Typed call = tool.on("call", id);
        assertEquals(1, call.exitCode(), call::toString);
        assertTrue(call.err().contains("A task failed: and no further"), call::toString);
        String run = tool.on("runs", "--workflow", id, "--json")
                .json()
                .at("/items/0/run_id")
                .asText();
        for (Typed logs : List.of(tool.on("logs", run), tool.on("logs", "--follow", run))) {
            assertEquals("task | so far\n", logs.out());
            assertTrue(logs.err().contains("line 3, in task"), logs::toString);
        }
        assertEquals(1, tool.on("events", run).exitCode());
    }

    @Test
    void aFormIsSentWithItsFiles() throws Exception {
        var definition = server.chain(
                "task",
                "def task(ti):\n    f = ti.req_form['file']\n    ti.response_data('out', [{'name': f.filename, 'text': f.read().decode(), 'n': ti.req_form['n']}])\n");
        definition.putArray("form").add(field("file", "file")).add(field("n", "integer"));
        String id = server.save(definition);
        Path file = Files.writeString(here.resolve("a \"b\".txt"), "é\r\n--\r\n");
        Typed call = tool.on("call", id, "--form", "n=3", "--form", "file=@" + file);
        assertEquals(
                "[{\"name\":\"a \\\"b\\\".txt\",\"text\":\"é\\r\\n--\\r\\n\",\"n\":3}]",
                call.json().at("/data/out").toString(),
                call::toString);
        Typed refused = tool.on("call", id, "--form", "n=x");
        assertEquals(2, refused.exitCode(), refused::toString);
        assertTrue(refused.err().contains("form 'n': "), refused::toString);
    }

    @Test
    void aBodyIsSentAsJson() throws Exception {
        var definition = server.chain("task", "def task(ti):\n    ti.response_data('out', [ti.req_body])\n");
        definition.putArray("body").add(field("tree", "object"));
        String id = server.save(definition);
        Path file = Files.writeString(here.resolve("body.json"), "{\"tree\": {\"a\": [1, null]}}");
        for (String body : List.of("@" + file, Files.readString(file))) {
            Typed call = tool.on("call", id, "--body", body);
            assertEquals(0, call.exitCode(), call::toString);
            assertEquals(
                    "[{\"tree\":{\"a\":[1,null]}}]", call.json().at("/data/out").toString());
        }
        assertEquals(2, tool.on("call", id, "--body", "{}", "--form", "a=b").exitCode());
    }

    @Test
    void aRunBecomesATest() throws Exception {
        Path folder = folder("retold", CODE);
        assertEquals(0, tool.on("push", folder.toString()).exitCode());
        Typed call = tool.on("call", "retold", "--url-arg", "n=2", "--background");
        String run = call.json().path("run_id").asText();
        assertEquals(0, tool.on("events", run).exitCode());
        Typed written = tool.on("test-from-run", run, folder.toString());
        assertEquals(0, written.exitCode(), written::toString);
        String test = Files.readString(Path.of(written.out().strip()));
        assertTrue(test.contains("url_params={\"n\": 2},"), test);
        assertTrue(
                test.contains(
                        "result.expect({\"data\": {\"out\": [{\"n\": 0}, {\"n\": 1}]}, \"meta\": {\"out\": {}}})"),
                test);
        TestServer.Answer shown = server.get("/api/app/be_workflows/runs/" + run + "/test");
        assertEquals(test, shown.json().path("text").asText(), shown.json().toString());
        assertPasses(folder.resolve("tests"));
        assertEquals(1, tool.on("test-from-run", run, folder.toString()).exitCode());
        assertEquals(0, local("check", folder.toString()).exitCode());
    }

    @Test
    void aRunOfWhatAnInterceptorLeftBecomesATest() throws Exception {
        Path folder = folder("left", "def squares(ti):\n    raise LookupError(ti.req_body['left'])\n");
        Files.writeString(folder.resolve("workflow.yaml"), YAML.formatted("left") + "mode: background\n");
        Files.writeString(folder.resolve("interceptor.py"), "def intercept(ti):\n    ti.req_body['left'] = 'here'\n");
        assertEquals(0, tool.on("push", folder.toString()).exitCode());
        String run = tool.on("call", "left", "--url-arg", "n=2", "--background")
                .json()
                .path("run_id")
                .asText();
        Typed unusedEvents = tool.on("events", run);
        Typed written = tool.on("test-from-run", run, folder.toString());
        assertEquals(0, written.exitCode(), written::toString);
        String test = Files.readString(Path.of(written.out().strip()));
        assertTrue(test.contains("with fails(\"LookupError\", \"here\"):"), test);
        assertPasses(folder.resolve("tests"));
    }

    /** Where PyYAML is missing the tests cannot read their folder, and say so. */
    private static void assertPasses(Path tests) throws Exception {
        String python = System.getenv().getOrDefault("TEST_PYTHON", "python3");
        ProcessResult result = new ProcessExecutor()
                .command(python, "-B", "-m", "unittest", "discover", "-s", tests.toString())
                .environment("PYTHONPATH", "python-shim/src")
                .readOutput(true)
                .timeout(60, TimeUnit.SECONDS)
                .execute();
        String output = result.outputUTF8();
        assertTrue(output.contains("Ran 1 test") && output.contains("\nOK") || output.contains("needs PyYAML"), output);
    }

    @Test
    void aServerThatIsNotThereHasItsOwnExitCode() {
        Typed typed = CommandLineTool.type("runs", "--server", "http://127.0.0.1:1");
        assertEquals(3, typed.exitCode(), typed::toString);
        assertTrue(typed.err().startsWith("no server answers at http://127.0.0.1:1"), typed::toString);
        assertEquals(
                3,
                CommandLineTool.type("events", "x", "--server", "http://127.0.0.1:1")
                        .exitCode());
        assertEquals(2, CommandLineTool.type("runs", "--server", "no address").exitCode());
        assertEquals(1, tool.on("logs", "01a20000-0000-7000-8000-000000000000").exitCode());
    }

    @Test
    void problemsAreJsonForScripts() throws Exception {
        Typed typed = tool.on("call", "hello", "--url-arg", "nam=x", "--json");
        assertEquals("/problems/invalid-request", typed.json().path("type").asText(), typed::toString);
        assertEquals(2, typed.exitCode());
    }

    @Test
    void theCompletionKnowsTheCommands() {
        Typed typed = CommandLineTool.type("completion");
        assertEquals(0, typed.exitCode());
        assertTrue(typed.out().contains("test-from-run"), typed::toString);
    }

    private Path folder(String id, String code) throws IOException {
        Path folder = Files.createDirectories(here.resolve(id).resolve("tasks")).getParent();
        Files.writeString(folder.resolve("workflow.yaml"), YAML.formatted(id));
        Files.writeString(folder.resolve("tasks/squares.py"), code);
        return folder;
    }

    private static JsonNode field(String name, String type) {
        return TestServer.JSON.createObjectNode().put("name", name).put("type", type);
    }

    private static Typed local(String... arguments) {
        List<String> python = Optional.ofNullable(System.getenv("TEST_PYTHON"))
                .map(command -> List.of("--python", command))
                .orElse(List.of());
        return new CommandLineTool(python).on(arguments);
    }

    private static void assertSameBytes(Path expected, Path actual) throws IOException {
        for (String name : List.of("workflow.yaml", "tasks/squares.py")) {
            assertEquals(-1, Files.mismatch(expected.resolve(name), actual.resolve(name)), name);
        }
        try (var files = Files.walk(actual)) {
            assertEquals(2, files.filter(Files::isRegularFile).count());
        }
        assertFalse(Files.exists(actual.resolve("tests")));
    }
}
