package dev.beworkflows.postgres;

import dev.beworkflows.disk.FolderTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks the PostgreSQL programs of the jar, once for each version of them. They go to a temporary name which is renamed when they are on disk, so a
 * folder with the final name is complete.
 */
final class PostgresBinaries {
    /** The major version of the programs in the jar; a data directory belongs to one major version. */
    static final int MAJOR_VERSION = 18;

    private static final Map<String, String> ARCHIVES =
            Map.of("amd64", "postgres-linux-x86_64.txz", "aarch64", "postgres-linux-arm_64.txz");

    private final PostgresFolder folder;
    private final URL archive;

    private PostgresBinaries(PostgresFolder folder, URL archive) {
        this.folder = folder;
        this.archive = archive;
    }

    /** The folder {@code bin} of the programs. Older programs are deleted: call it only while none of them runs. */
    static Path unpack(PostgresFolder folder) throws PostgresStartException {
        try {
            return new PostgresBinaries(folder, archive()).unpackOnce().resolve("bin");
        } catch (IOException e) {
            throw new PostgresStartException("the programs of PostgreSQL cannot be unpacked to " + folder.path(), e);
        }
    }

    private static URL archive() throws PostgresStartException {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        @Nullable String name = ARCHIVES.get(System.getProperty("os.arch"));
        @Nullable URL found = name == null ? null : PostgresBinaries.class.getResource("/" + name);
        if (found == null || !system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            throw new PostgresStartException(
                    "this build brings no PostgreSQL for " + system + ": give the server a database URL instead");
        }
        return found;
    }

    private Path unpackOnce() throws IOException {
        Path complete = folder.path().resolve("binaries-" + MAJOR_VERSION + "-" + checksum());
        if (Files.notExists(complete)) {
            deleteOthers();
            Path partial = folder.path().resolve("binaries.new");
            createFolder(partial);
            extractTo(partial);
            FileTrees.renameDurably(partial, complete);
        }
        return complete;
    }

    /** The jar's own checksum of the archive: it costs no reading, and minor versions differ in it too. */
    private String checksum() throws IOException {
        if (archive.openConnection() instanceof JarURLConnection connection) {
            return Long.toHexString(connection.getJarEntry().getCrc());
        }
        return "plain";
    }

    private void deleteOthers() throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder.path(), "binaries*")) {
            for (Path other : others) {
                FolderTree.remove(other);
            }
        }
    }

    private void extractTo(Path target) throws IOException {
        try (InputStream packed = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (@Nullable TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                extract(entry, tar, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void extract(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        createFolder(entry.isDirectory() ? target : Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
            Path unused = Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (!entry.isDirectory()) {
            long unused = Files.copy(content, target);
            setPermissions(target, (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--");
            FileTrees.flush(target);
        }
    }

    private static void createFolder(Path path) throws IOException {
        if (Files.notExists(path)) {
            createFolder(Objects.requireNonNull(path.getParent()));
            Path unused = Files.createDirectory(path);
            setPermissions(path, "rwxr-xr-x");
        }
    }

    /** Whatever the umask is: another account may have to run the programs. */
    private static void setPermissions(Path path, String permissions) throws IOException {
        Path unused = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
