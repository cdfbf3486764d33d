package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Another program that a test runs to its end.
 *
 * @param environment besides the test's own
 */
record Program(List<String> command, Map<String, String> environment, Path folder) {

    /** What it said, errors included. */
    record Ended(int status, String output) {

        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        }
    }

    Program(String name, String... arguments) {
        this(Stream.concat(Stream.of(name), Stream.of(arguments)).toList(), Map.of(), Path.of(""));
    }

    /** With more variables. */
    Program and(Map<String, String> variables) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(variables);
        return new Program(command, all, folder);
    }

    Program in(Path other) {
        return new Program(command, environment, other);
    }

    /** One that takes longer is killed, which fails the test. */
    Ended run(int seconds) throws Exception {
        Path output = Files.createTempFile("program", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                Process unused = process.destroyForcibly();
                assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(ended, () -> command + " takes longer than " + seconds + " s: " + said);
            return new Ended(process.exitValue(), said);
        } finally {
            Files.delete(output);
        }
    }
}
