package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Copies of an embedded PostgreSQL that nobody has used: making one takes seconds, and most tests are about what comes after that. */
public final class ReadyPostgres {

    private static final Path ORIGINAL = Path.of("target", "test-postgres-ready");

    private ReadyPostgres() {}

    /**
     * Puts one where the server with this data folder looks for its own.
     *
     * @param data without a PostgreSQL so far; created where it is missing
     */
    public static void copyTo(Path data) throws Exception {
        makeOriginal();
        Path folder = Files.createDirectories(data.resolve("postgres"));
        try (DirectoryStream<Path> programs = Files.newDirectoryStream(ORIGINAL, "binaries-*")) {
            for (Path one : programs) {
                // links to the same files
                run(List.of("cp", "-al", one.toString(), folder.toString()));
            }
        }
        for (String name : List.of("data", "password")) {
            run(List.of("cp", "-a", ORIGINAL.resolve(name).toString(), folder.toString()));
        }
    }

    /** Another test JVM may want to make it too. */
    private static void makeOriginal() throws Exception {
        Path lock = Files.createDirectories(Path.of("target")).resolve("test-postgres-ready.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && Files.notExists(ORIGINAL)) {
                Path folder = Files.createTempDirectory(Path.of("target"), "test-postgres-new");
                EmbeddedPostgres.start(folder).close();
                Path unused = Files.move(folder, ORIGINAL, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }
}
