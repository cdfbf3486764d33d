package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier server left in a data directory. PostgreSQL's processes all have it as their working directory: that names them surely, where a
 * number in a file may by now be a stranger's or a zombie's. Only the holder of the folder's lock may clear them.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Set<String> PROGRAMS = Set.of("postgres", "initdb");
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Path data;

    Leftovers(Path data) {
        this.data = data;
    }

    /** On return nothing works in the directory, and no pid file claims that something does. */
    void clear() throws PostgresStartException {
        try {
            if (!interruptPostmaster() || !goneWithin(SHUTDOWN)) {
                // without their postmaster this is safe: recovery repairs what they leave
                processes().forEach(Leftovers::kill);
            }
            if (!goneWithin(KILL)) {
                throw new PostgresStartException(
                        "processes of an earlier PostgreSQL in " + data + " do not end: " + processes());
            }
            // only now: the file is one of PostgreSQL's own guards against two servers on the same data
            boolean unused = Files.deleteIfExists(PostmasterFile.in(data).path());
        } catch (IOException e) {
            throw new PostgresStartException("what an earlier PostgreSQL left in " + data + " cannot be cleared", e);
        }
    }

    private boolean interruptPostmaster() throws IOException {
        OptionalLong id = PostmasterFile.in(data).processId();
        if (id.isEmpty() || !worksHere(Path.of("/proc", Long.toString(id.getAsLong())))) {
            return false;
        }
        LOG.warn("embedded_postgres leftover_process={} next=shut it down", id.getAsLong());
        return CleanProcess.run(List.of("sh", "-c", "kill -s INT \"$1\"", "kill", Long.toString(id.getAsLong())))
                .succeeded();
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

    /** The numbers of the processes that work in the directory now. */
    List<Long> processes() throws IOException {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                if (worksHere(process)) {
                    found.add(Long.valueOf(process.getFileName().toString()));
                }
            }
        }
        return found;
    }

    private boolean worksHere(Path process) {
        try {
            Path program = Files.readSymbolicLink(process.resolve("exe"));
            // the kernel adds " (deleted)" when the programs have been unpacked anew
            String name =
                    program.resolveSibling(".").relativize(program).toString().replace(" (deleted)", "");
            return PROGRAMS.contains(name)
                    && Files.readSymbolicLink(process.resolve("cwd")).equals(data);
        } catch (IOException e) {
            // ended meanwhile, a zombie, or somebody else's
            return false;
        }
    }

    private static void kill(long id) {
        LOG.warn("embedded_postgres leftover_process={} next=kill it", id);
        ProcessHandle.of(id).ifPresent(ProcessHandle::destroyForcibly);
    }
}
