package dev.beworkflows.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The file with PostgreSQL's own log: bounded, as the older half is kept aside and then overwritten. */
final class PostgresLog {
    private static final long LIMIT = 8L * 1024 * 1024;
    private static final int TAIL_LINES = 12;
    private static final int TAIL_BYTES = 4096;

    private final Path path;
    private long start;

    PostgresLog(Path path) {
        this.path = path;
    }

    File file() {
        return path.toFile();
    }

    /** What comes from here on is what {@link #tail()} shows. */
    void mark() throws IOException {
        if (Files.notExists(path)) {
            Path unused = Files.createFile(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        start = Files.size(path);
    }

    /** Everybody appends to the file, so it can be emptied while it is written to. */
    void trim() throws IOException {
        if (Files.size(path) > LIMIT) {
            Path unused =
                    Files.copy(path, path.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
            FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
            start = 0;
        }
    }

    /** The last lines since the mark, each on a line of its own; empty when there are none. */
    String tail() {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long from = Math.max(start, channel.size() - TAIL_BYTES);
            String text = new String(
                    java.nio.channels.Channels.newInputStream(channel.position(from))
                            .readNBytes(TAIL_BYTES),
                    StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "\n(its log " + path + " cannot be read: " + e + ")";
        }
    }
}
