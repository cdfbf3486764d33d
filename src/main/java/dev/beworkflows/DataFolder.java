package dev.beworkflows;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** The folder with everything that lasts; belongs to one server at a time. */
final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel lock;

    private DataFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Makes the folder where it is missing, and takes it. */
    static DataFolder take(Path root) throws StartException {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new StartException(
                        "another server uses the data folder " + root + "; stop it, or name another with --data");
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new StartException("the data folder " + root + " cannot be used: " + e.getMessage());
        }
    }

    /** A folder within it; made where it is missing, only for this user. */
    Path folder(String name) throws IOException {
        Path folder = root.resolve(name);
        return Files.isDirectory(folder)
                ? folder
                : Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Names this server, always the same on this folder, so that it knows after a hard stop which runs were its own. */
    UUID serverId() throws IOException {
        Path file = root.resolve("server-id");
        if (!Files.exists(file)) {
            Path making = root.resolve("server-id.new");
            Files.writeString(making, UUID.randomUUID().toString());
            Path unused = Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return UUID.fromString(Files.readString(file).strip());
    }

    Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
