package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands, typed into one shell in its order, answer what it says. */
class ReadmeIT {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);
    private static final String MARK = "@@@ end of block";

    /** Starting a server, building, measuring, and what has somebody's ids in it is not for this test. */
    private static final List<String> LEFT_OUT = List.of("mvn ", "be-workflows.jar serve", "venv", "src/bench/", "…");

    @TempDir
    Path folder;

    private record Block(String language, String text) {}

    private record Step(String commands, Optional<JsonNode> answer) {}

    @Test
    void everyCommandAnswersWhatTheReadmeSays() throws Exception {
        assumeTrue(isThere("curl", "--version"), "curl is not on this machine");
        List<Step> steps = steps();
        assertTrue(steps.size() >= 9, "steps: " + steps.size());
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "2"))) {
            List<String> outputs = type(server, steps);
            assertEquals(steps.size(), outputs.size(), () -> "the shell stopped after " + outputs);
            for (int i = 0; i < steps.size(); i++) {
                compare(steps.get(i), outputs.get(i));
            }
        }
    }

    @Test
    void thePythonTestsPass() throws Exception {
        String python = Optional.ofNullable(System.getenv("TEST_PYTHON")).orElse("python3");
        assumeTrue(isThere(python, "-c", "import yaml"), "PyYAML is not installed");
        for (Block block : blocks()) {
            if (block.language().equals("python")) {
                Path file = Files.writeString(folder.resolve("test_readme.py"), block.text());
                String run = "import sys; sys.path.insert(0, 'python-shim/src'); names = {}; exec(open('" + file
                        + "').read(), names); tests = [n for n in names if n.startswith('test_')]; [names[n]() for n in tests]; print(len(tests))";
                Process process = new ProcessBuilder(python, "-c", run)
                        .redirectErrorStream(true)
                        .start();
                assertTrue(output(process).strip().endsWith("2"));
            }
        }
    }

    private List<String> type(TestServer server, List<Step> steps) throws Exception {
        StringBuilder script = new StringBuilder("set -eu\nbew() { '" + java() + "' -cp '"
                + System.getProperty("java.class.path") + "' dev.beworkflows.Main \"$@\"; }\n");
        for (Step step : steps) {
            script.append(step.commands()
                            .replace("http://127.0.0.1:8080", server.base())
                            .replace(
                                    "target/elsewhere",
                                    folder.resolve("elsewhere").toString())
                            .replaceAll("(?m)^alias .*$", "")
                            .replaceAll("(?m)^curl ", "curl -sS -w '\\\\n' "))
                    .append("\necho; echo '" + MARK + "'\n");
        }
        Path file = Files.writeString(folder.resolve("readme.sh"), script);
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString());
        builder.environment().put("BEW_SERVER", server.base());
        Path errors = folder.resolve("errors");
        String all = output(builder.redirectError(errors.toFile()).start());
        List<String> outputs = new ArrayList<>(Arrays.asList(all.split(MARK + "\n", -1)));
        String rest = outputs.remove(outputs.size() - 1);
        assertEquals("", rest, () -> "the shell stopped: " + read(errors));
        return outputs;
    }

    private static void compare(Step step, String output) throws IOException {
        if (step.answer().isEmpty() || step.commands().contains("iris")) {
            return; // with scikit-learn on the machine it answers something else
        }
        String last = output.strip().lines().reduce("", (before, line) -> line);
        assertFits(step.answer().get(), TestServer.JSON.readTree(last), step.commands() + "\n" + output);
    }

    /** Where the README has a few dots anything may stand. */
    private static void assertFits(JsonNode expected, JsonNode actual, String shown) {
        if (expected.isTextual() && expected.textValue().contains("…")) {
            String pattern = Arrays.stream(expected.textValue().split("…", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*"));
            assertTrue(actual.asText().matches(pattern), shown);
        } else if (expected.isObject()) {
            assertEquals(expected.size(), actual.size(), shown);
            expected.properties().forEach(member -> assertFits(member.getValue(), actual.path(member.getKey()), shown));
        } else {
            assertEquals(expected, actual, shown);
        }
    }

    private static List<Step> steps() throws IOException {
        List<Block> blocks = blocks();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            boolean typed = block.language().equals("sh") && LEFT_OUT.stream().noneMatch(block.text()::contains);
            if (typed) {
                boolean answered =
                        i + 1 < blocks.size() && blocks.get(i + 1).language().equals("json");
                steps.add(new Step(
                        block.text(),
                        answered
                                ? Optional.of(TestServer.JSON.readTree(
                                        blocks.get(i + 1).text()))
                                : Optional.empty()));
            }
        }
        return steps;
    }

    private static List<Block> blocks() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static boolean isThere(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String unused = output(process);
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return text;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
