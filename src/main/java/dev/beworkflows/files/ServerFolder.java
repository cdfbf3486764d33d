package dev.beworkflows.files;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of one server for what need not outlive it. A lock held in it says that the server lives; the next server on the same base removes the folders of those that do not,
 * however they ended.
 *
 * <p>Blocks; {@link #path} may be used from any thread.
 */
final class ServerFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerFolder.class);
    private static final String PREFIX = "bew-";
    private static final String MAKING = ".bew-";
    private static final String LOCK = "lock";
    private static final int RANDOM_BYTES = 8;
    private static final Duration MAKING_TAKES_LESS = Duration.ofMinutes(10);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> LOCK_ACCESS = PosixFilePermissions.fromString("rw-------");

    /** Static like the locks, which belong to the process: to open and close the lock file of a living folder once more would release its lock. */
    private static final Set<Path> LIVING_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lockFile;

    private ServerFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Removes what dead servers left, then makes a new one.
     *
     * @param access what workers may do in the new one: make what they know the name of
     */
    static ServerFolder open(Path folder, FolderAccess access) throws IOException {
        Path base = Files.createDirectories(folder).toRealPath();
        sweep(base);
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        String name = HexFormat.of().formatHex(random);
        return create(base.resolve(MAKING + name), base.resolve(PREFIX + name), access);
    }

    Path path() {
        return path;
    }

    /** Removes the folder. */
    @Override
    public void close() throws IOException {
        try (lockFile) {
            FolderTree.remove(path);
        } finally {
            LIVING_HERE.remove(path);
        }
    }

    /** Under another name until it is locked: nobody may take it for the folder of a dead server. */
    private static ServerFolder create(Path making, Path path, FolderAccess access) throws IOException {
        Path unused = Files.createDirectory(making, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        FileChannel lockFile = FileChannel.open(
                making.resolve(LOCK), Set.of(CREATE_NEW, WRITE), PosixFilePermissions.asFileAttribute(LOCK_ACCESS));
        if (lockFile.tryLock() == null) {
            throw new IOException("cannot lock " + making);
        }
        Path unusedBox = access.dropBox(making);
        LIVING_HERE.add(path);
        return new ServerFolder(Files.move(making, path, StandardCopyOption.ATOMIC_MOVE), lockFile);
    }

    private static void sweep(Path base) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
            folders.forEach(ServerFolder::removeIfDead);
        }
        Instant young = Instant.now().minus(MAKING_TAKES_LESS);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, MAKING + "*")) {
            for (Path folder : folders) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(young)) {
                    removeIfDead(folder);
                }
            }
        }
    }

    /** In shared memory anybody may make folders with our prefix: what they point to is not touched. */
    private static void removeIfDead(Path folder) {
        if (LIVING_HERE.contains(folder)) {
            return;
        }
        try (FileChannel lockFile = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE, NOFOLLOW_LINKS);
                FileLock lock = lockFile.tryLock()) {
            if (lock != null) {
                FolderTree.remove(folder);
                LOG.info("removed what a server left folder={}", folder);
            }
        } catch (IOException e) {
            LOG.debug("folder={} next=leave it cause={}", folder, e.toString());
        }
    }
}
