package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.CommandLineTool.Typed;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that need no server. */
class LocalCommandsIT {

    private static final String YAML = """
            id: small
            url_args:
              - name: n
                type: integer
                default: 2
            form:
              - name: upload
                type: file
            tasks:
              - name: count
              - name: answer
            edges:
              - from: count
                to: answer
            response:
              - key: out
            """;
    private static final String COUNT = """
            from common.framework.utils.events import send_user_task_sse

            def count(ti):
                print("counting")
                send_user_task_sse({"n": ti.url_params["n"]})
                ti.push("n", ti.url_params["n"])
            """;
    private static final String ANSWER = """
            def answer(ti):
                upload = ti.req_form["upload"]
                ti.response_data("out", [{"n": ti.pull("n"), "text": upload.read().decode() if upload else ""}])
            """;

    @TempDir
    Path folder;

    private final CommandLineTool tool = new CommandLineTool(Optional.ofNullable(System.getenv("TEST_PYTHON"))
            .map(python -> List.of("--python", python))
            .orElse(List.of()));

    @BeforeEach
    void write() throws IOException {
        write("workflow.yaml", YAML);
        write("tasks/count.py", COUNT);
        write("tasks/answer.py", ANSWER);
    }

    @Test
    void checkFindsNothingInTheExamples() {
        Typed typed = tool.on("check", "src/main/examples/hello", "src/main/examples/train-in-background");
        assertEquals(0, typed.exitCode(), typed::toString);
        assertEquals("", typed.out());
    }

    @Test
    void checkNamesFileLineAndColumn() throws Exception {
        write("workflow.yaml", YAML.replace("integer", "int"));
        Typed wrong = tool.on("check", folder.toString());
        assertEquals(1, wrong.exitCode(), wrong::toString);
        assertTrue(
                wrong.out()
                        .startsWith(
                                folder.resolve("workflow.yaml") + ":4:5: 'int' is not known; did you mean 'integer'?"),
                wrong::toString);

        write("workflow.yaml", YAML);
        write("tasks/count.py", "def count(ti):\n    x = (1,\n");
        Typed syntax = tool.on("check", "--json", folder.toString());
        assertEquals(1, syntax.exitCode(), syntax::toString);
        var error = syntax.json().at("/folders/0/errors/0");
        assertEquals(
                folder.resolve("tasks/count.py").toString(), error.path("file").asText());
        assertEquals(2, error.path("line").asInt());
        assertEquals(9, error.path("column").asInt());
    }

    @Test
    void checkWarnsOfWhatNobodyPushes() throws Exception {
        write("tasks/answer.py", ANSWER.replace("pull(\"n\")", "pull(\"m\")"));
        Typed typed = tool.on("check", folder.toString());
        assertEquals(0, typed.exitCode(), typed::toString);
        assertTrue(typed.out().startsWith(folder.resolve("tasks/answer.py") + ":3: warning: "), typed::toString);
    }

    @Test
    void wrongUseHasItsOwnExitCode() {
        assertEquals(2, tool.on("check", folder + "/nothing").exitCode());
        assertEquals(2, tool.on("check").exitCode());
        assertEquals(2, tool.on("run", folder.toString(), "--url-arg", "n").exitCode());
        assertEquals(2, tool.on("run", folder.toString(), "--body", "{").exitCode());
        Typed unfit = tool.on("run", folder.toString(), "--url-arg", "n=x");
        assertEquals(2, unfit.exitCode(), unfit::toString);
        assertTrue(unfit.err().contains("query 'n': "), unfit::toString);
    }

    @Test
    void runPrintsAnswerLogsMessagesAndTimes() throws Exception {
        Path file = Files.writeString(folder.resolve("upload.txt"), "inside");
        Typed typed = tool.on("run", folder.toString(), "--url-arg", "n=7", "--form", "upload=@" + file);
        assertEquals(0, typed.exitCode(), typed::toString);
        assertEquals(
                "{\"out\":[{\"n\":7,\"text\":\"inside\"}]}",
                typed.json().path("data").toString());
        assertTrue(typed.err().contains("count | counting\n"), typed::toString);
        assertTrue(typed.err().contains("count > {\"n\":7}\n"), typed::toString);
        assertTrue(typed.err().contains("answer  succeeded"), typed::toString);
        assertTrue(Files.exists(file));
    }

    @Test
    void runAsJsonIsTheWholeRun() throws Exception {
        Typed typed = tool.on("run", folder.toString(), "--json");
        assertEquals("succeeded", typed.json().path("status").asText(), typed::toString);
        assertEquals(2, typed.json().path("tasks").size());
        assertEquals(2, typed.json().at("/answer/data/out/0/n").asInt());
    }

    @Test
    void aFailureIsShownInTheAuthorsLines() throws Exception {
        write("tasks/answer.py", "def answer(ti):\n    return 1 / 0\n");
        Typed typed = tool.on("run", folder.toString());
        assertEquals(1, typed.exitCode(), typed::toString);
        assertEquals("", typed.out());
        assertTrue(typed.err().contains("task 'answer' failed: ZeroDivisionError: division by zero"), typed::toString);
        assertTrue(
                typed.err().contains("File \"" + folder.resolve("tasks/answer.py") + "\", line 2, in answer"),
                typed::toString);
    }

    @Test
    void anInterceptorRunsFirstAndMayRefuse() throws Exception {
        write("workflow.yaml", "mode: background\n" + YAML);
        write(
                "interceptor.py",
                "def intercept(ti):\n    if ti.url_params['n'] > 5:\n        raise ValueError('too many')\n    ti.url_params['n'] = 40\n");
        assertEquals(
                40, tool.on("run", folder.toString()).json().at("/data/out/0/n").asInt());
        Typed refused = tool.on("run", folder.toString(), "--url-arg", "n=6");
        assertEquals(1, refused.exitCode(), refused::toString);
        assertTrue(refused.err().contains("the interceptor refused the call: ValueError: too many"), refused::toString);
    }

    @Test
    void secretsAreGivenByHandAndNeverShown() throws Exception {
        write("workflow.yaml", YAML + "secrets: [token]\n");
        write(
                "tasks/answer.py",
                "def answer(ti):\n    print(ti.secrets['token'])\n    ti.response_data('out', [{'n': len(ti.secrets['token'])}])\n");
        Typed typed = tool.on("run", folder.toString(), "--secret", "token=open sesame");
        assertEquals(0, typed.exitCode(), typed::toString);
        assertEquals(11, typed.json().at("/data/out/0/n").asInt());
        assertFalse(typed.err().contains("sesame"), typed::toString);
        assertEquals(2, tool.on("run", folder.toString()).exitCode());
    }

    @Test
    void aBranchThatIsLeftOutIsShown() throws Exception {
        write("workflow.yaml", YAML.replace("to: answer", "to: answer\n    when: n > 5"));
        Typed typed = tool.on("run", folder.toString());
        assertEquals(0, typed.exitCode(), typed::toString);
        assertTrue(typed.err().contains("answer  skipped"), typed::toString);
        write("workflow.yaml", YAML.replace("to: answer", "to: answer\n    when: (n"));
        Typed wrong = tool.on("check", folder.toString());
        assertTrue(wrong.out().startsWith(folder.resolve("workflow.yaml") + ":15:5: line 1, "), wrong::toString);
    }

    @Test
    void runWithAWrongWorkflowTellsWhatCheckTells() throws Exception {
        write("tasks/count.py", "def other(ti):\n    pass\n");
        Typed typed = tool.on("run", folder.toString());
        assertEquals(1, typed.exitCode(), typed::toString);
        assertTrue(typed.err().startsWith(folder.resolve("tasks/count.py").toString()), typed::toString);
    }

    @Test
    void anInterruptKillsTheWorkersAndLeavesNothing() throws Exception {
        write(
                "tasks/count.py",
                "import os, time\ndef count(ti):\n    print('pid', os.getpid())\n    time.sleep(600)\n");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectory(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                folder.toString()));
        command.addAll(tool.options());
        Process process = new ProcessBuilder(command).start();
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line = err.readLine();
            while (line != null && !line.startsWith("count | pid ")) { // warnings come first
                line = err.readLine();
            }
            assertTrue(line != null, "the task says nothing");
            long worker = Long.parseLong(line.substring("count | pid ".length()));
            assertTrue(ProcessHandle.of(worker).isPresent());
            process.destroy(); // like SIGINT, which the hook hears as well
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            TestServer.eventually(
                    "the worker is dead", () -> ProcessHandle.of(worker).isEmpty());
            try (var left = Files.list(folder.resolve("tmp"))) {
                assertFalse(left.anyMatch(path -> path.getFileName().toString().startsWith("be-workflows-")));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
