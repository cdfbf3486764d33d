package dev.beworkflows.environments;

import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Builds one environment: aside, then renamed. What an interpreter needs survives that, since it finds its packages by where it lies; scripts and settings name their folder, so that this
 * name is replaced before. Blocks for as long as it takes.
 */
final class Builder {

    private static final int LARGEST_SCRIPT = 1 << 20;

    private final EnvironmentFolder folder;
    private final Commands commands;
    private final Duration limit;

    Builder(EnvironmentFolder folder, Commands commands, Duration limit) {
        this.folder = folder;
        this.commands = commands;
        this.limit = limit;
    }

    /** It could not be built; the message is for people, in the words of the tool. */
    static final class BuildFailed extends Exception {

        private static final long serialVersionUID = 1;

        BuildFailed(String message) {
            super(message);
        }
    }

    /**
     * Builds it, and leaves nothing when that fails.
     *
     * @param line told of each line that the tool prints
     * @return how many bytes it takes
     */
    long build(Lock lock, Interpreter python, Consumer<String> line)
            throws BuildFailed, IOException, InterruptedException {
        EnvironmentId id = lock.id(python);
        Path aside = folder.aside(id);
        Path pins = folder.work().resolve("tmp").resolve(aside.getFileName() + ".txt");
        try {
            Path unused = Files.writeString(pins, lock.text());
            Steps steps = new Steps(python, line);
            steps.run(commands.makeVenv(python, aside));
            if (!lock.pins().isEmpty()) {
                steps.run(commands.install(python, aside, pins, lock.hasAllHashes()));
            }
            rename(aside, id);
            steps.run(commands.tryOut(aside));
            long bytes = FolderTree.bytes(aside);
            folder.show(aside, id);
            return bytes;
        } finally {
            FolderTree.remove(aside);
            boolean unused = Files.deleteIfExists(pins);
        }
    }

    /** One program after the other, all within the time. */
    private final class Steps {

        private final Interpreter python;
        private final Consumer<String> line;
        private final long end = System.nanoTime() + limit.toNanos();

        Steps(Interpreter python, Consumer<String> line) {
            this.python = python;
            this.line = line;
        }

        void run(List<String> words) throws BuildFailed, IOException, InterruptedException {
            ToolProcess.Command command = new ToolProcess.Command(
                    python.executable(),
                    words,
                    commands.environment(),
                    folder.work().resolve("tmp"));
            Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            ToolProcess.End ended = ToolProcess.run(command, left, commands.mask(), line);
            if (!ended.succeeded()) {
                throw new BuildFailed(ToolWords.failure(ended, limit));
            }
        }
    }

    private static void rename(Path aside, EnvironmentId id) throws IOException {
        replace(aside.resolve("pyvenv.cfg"), aside, id);
        try (Stream<Path> scripts = Files.list(aside.resolve("bin"))) {
            for (Path script : scripts.toList()) {
                boolean text = Files.isRegularFile(script)
                        && !Files.isSymbolicLink(script)
                        && Files.size(script) <= LARGEST_SCRIPT;
                if (text) {
                    replace(script, aside, id);
                }
            }
        }
    }

    /** Byte for byte, whatever else the file holds. */
    private static void replace(Path file, Path aside, EnvironmentId id) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        String changed = content.replace(aside.getFileName().toString(), id.value());
        if (!changed.equals(content)) {
            Path unused = Files.writeString(file, changed, StandardCharsets.ISO_8859_1);
        }
    }
}
