package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Python programs from PyPI in a virtual environment under {@code target}, made once and kept for the next build. */
final class PythonTools {

    private static final Path ALL = Path.of("target", "python-tools");
    private static final int INSTALL_SECONDS = 300;

    private final Path bin;

    private PythonTools(Path bin) {
        this.bin = bin;
    }

    /** Skips the test when PyPI is not reached. */
    static PythonTools install(String requirement) throws Exception {
        Path home = Files.createDirectories(ALL)
                .resolve(requirement.replace("==", "-"))
                .toAbsolutePath();
        Path done = home.resolve("installed");
        if (!Files.exists(done)) {
            Program.Ended made = new Program("python3", "-m", "venv", "--clear", home.toString()).run(60);
            assertEquals(0, made.status(), made.output());
            String python = home.resolve("bin/python").toString();
            Program.Ended installed = new Program(
                            python, "-m", "pip", "install", "--quiet", "--retries", "1", requirement)
                    .run(INSTALL_SECONDS);
            if (installed.status() != 0) {
                abort("skipped: " + requirement + " cannot be had from PyPI: " + installed.lastLine());
            }
            assertTrue(done.toFile().createNewFile());
        }
        return new PythonTools(home.resolve("bin"));
    }

    /** A program of this environment, with its others on the path. */
    Program program(String name, List<String> arguments) {
        Program program = new Program(bin.resolve(name).toString(), arguments.toArray(String[]::new));
        return program.and(Map.of("PATH", bin + ":" + System.getenv("PATH")));
    }
}
