package dev.beworkflows.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Keeps a second server out of a folder; the kernel gives the lock back when the process ends, however it ends. */
final class FolderLock implements AutoCloseable {
    /**
     * Static because POSIX locks belong to the process: a second channel on the same file, once closed, would silently give the first one's lock
     * back. So this JVM's own folders are known before the file is opened.
     */
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private static final Pattern UNSAFE = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

    private final PostgresFolder folder;
    private final FileChannel channel;

    private FolderLock(PostgresFolder folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /** Creates the folder where it is missing. */
    static FolderLock take(Path path) throws PostgresStartException {
        requireHarmlessName(path.toAbsolutePath());
        PostgresFolder folder = created(path);
        if (!HELD_BY_THIS_PROCESS.add(folder.path())) {
            throw refusal(folder, "this process");
        }
        try {
            return new FolderLock(folder, lockedChannel(folder));
        } catch (PostgresStartException e) {
            HELD_BY_THIS_PROCESS.remove(folder.path());
            throw e;
        }
    }

    PostgresFolder folder() {
        return folder;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(folder.path());
        }
    }

    /** initdb puts its own path into a shell's double quotes, where these characters have a meaning. */
    private static void requireHarmlessName(Path path) throws PostgresStartException {
        if (UNSAFE.matcher(path.toString()).find()) {
            throw new PostgresStartException("the folder " + path
                    + " cannot hold a PostgreSQL: its path contains one of \" $ ` \\ or a line break");
        }
    }

    private static PostgresFolder created(Path path) throws PostgresStartException {
        try {
            if (Files.notExists(path)) {
                Path above = Objects.requireNonNull(path.toAbsolutePath().getParent());
                Path unused = Files.createDirectory(
                        Files.createDirectories(above).resolve(path.getFileName()),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return PostgresFolder.of(path);
        } catch (IOException e) {
            throw new PostgresStartException("the folder " + path + " for the embedded PostgreSQL cannot be used", e);
        }
    }

    private static FileChannel lockedChannel(PostgresFolder folder) throws PostgresStartException {
        try {
            FileChannel channel = FileChannel.open(folder.lock(), CREATE, READ, WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw refusal(folder, "process " + Files.readString(folder.lock()));
            }
            // for the words of the refusal only: what counts is the lock
            long processId = ProcessHandle.current().pid();
            channel.truncate(0).write(UTF_8.encode(Long.toString(processId)));
            return channel;
        } catch (IOException e) {
            throw new PostgresStartException("the lock " + folder.lock() + " cannot be taken", e);
        }
    }

    private static PostgresStartException refusal(PostgresFolder folder, String holder) {
        return new PostgresStartException("another server (" + holder + ") already uses the embedded PostgreSQL in "
                + folder.path() + ": stop it, or give this one another data folder or a database URL");
    }
}
