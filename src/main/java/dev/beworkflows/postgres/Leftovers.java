package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier server left in a folder. Its processes are found by the folder's marker in their command lines: a number in a file may by now be a
 * stranger's or a zombie's, and where a process works is hidden from root in a container. Only the holder of the folder's lock may clear them.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final PostgresFolder folder;

    Leftovers(PostgresFolder folder) {
        this.folder = folder;
    }

    /** On return nothing works in the folder, and no pid file claims that something does. */
    void clear() throws PostgresStartException {
        try {
            if (!interruptPrograms() || !goneWithin(SHUTDOWN)) {
                // without their postmaster this is safe: recovery repairs what they leave
                processes().forEach(Leftover::kill);
            }
            if (!goneWithin(KILL)) {
                throw new PostgresStartException(
                        "processes of an earlier PostgreSQL in " + folder.path() + " do not end: " + processes());
            }
            // only now: the file is one of PostgreSQL's own guards against two servers on the same data
            boolean unused = Files.deleteIfExists(folder.postmasterFile());
        } catch (IOException e) {
            throw new PostgresStartException(
                    "what an earlier PostgreSQL left in " + folder.path() + " cannot be cleared", e);
        }
    }

    List<Leftover> processes() throws IOException {
        List<Leftover> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                Leftover leftover =
                        new Leftover(Long.parseLong(String.valueOf(process.getFileName())), commandLine(process));
                if (leftover.belongsTo(folder)) {
                    found.add(leftover);
                }
            }
        }
        return found;
    }

    /** Whether there was one. */
    private boolean interruptPrograms() throws IOException {
        List<Leftover> programs =
                processes().stream().filter(Leftover::isProgram).toList();
        programs.forEach(Leftover::interrupt);
        return !programs.isEmpty();
    }

    private boolean goneWithin(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!processes().isEmpty()) {
            if (System.nanoTime() > deadline || !Pause.of(LOOK_EVERY)) {
                return false;
            }
        }
        return true;
    }

    /** Arguments end with NUL bytes; a zombie has none. */
    private static String commandLine(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it ended meanwhile
            return "";
        }
    }

    record Leftover(long id, String commandLine) {
        /** Not the shell that holds the leash, which also has the marker among its arguments. */
        boolean belongsTo(PostgresFolder folder) {
            return commandLine.contains(folder.marker()) && (isProgram() || commandLine.startsWith("postgres: "));
        }

        /** A postmaster or an initdb, whose children change their command lines. */
        boolean isProgram() {
            return commandLine.matches("(?s)[^\\x00]*/(postgres|initdb)\\x00.*");
        }

        private void interrupt() {
            LOG.warn("embedded_postgres leftover_process={} next=shut it down", id);
            CleanProcess.Answer answer =
                    CleanProcess.run(List.of("sh", "-c", "kill -s INT \"$1\"", "sh", Long.toString(id)));
            if (!answer.succeeded()) {
                LOG.warn("embedded_postgres leftover_process={} problem=\"{}\" next=kill it", id, answer.output());
            }
        }

        private void kill() {
            LOG.warn("embedded_postgres leftover_process={} next=kill it", id);
            ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
