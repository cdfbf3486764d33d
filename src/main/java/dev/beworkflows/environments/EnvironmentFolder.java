package dev.beworkflows.environments;

import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where environments lie. One that has its own name is whole: it is built under another one and renamed; a removed one loses its name first. What a killed server left under other names is removed
 * when the folder is opened. Blocks.
 */
final class EnvironmentFolder {

    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentFolder.class);
    private static final String BUILDING = ".building-";
    private static final String REMOVING = ".removing-";
    private static final String RECORD = ".json";
    private static final String USED = ".used";
    private static final String WORK = ".work";

    private final Path root;

    private EnvironmentFolder(Path root) {
        this.root = root;
    }

    /** @param root is made when it is missing, so that other users can read what lies in it */
    static EnvironmentFolder open(Path root) throws IOException {
        Path unused = Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        EnvironmentFolder folder = new EnvironmentFolder(root);
        folder.sweep();
        Path work = folder.work();
        if (!Files.isDirectory(work)) {
            Path unusedWork = Files.createDirectory(
                    work, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        for (String name : List.of("home", "tmp", "cache")) {
            Path unusedPart = Files.createDirectories(work.resolve(name));
        }
        return folder;
    }

    /** For home, temporary files and caches of what builds; only for this user. */
    Path work() {
        return root.resolve(WORK);
    }

    Path path(EnvironmentId id) {
        return root.resolve(id.value());
    }

    Path python(EnvironmentId id) {
        return path(id).resolve("bin/python");
    }

    /** Whether it is there, with an interpreter that still exists. */
    boolean isThere(EnvironmentId id) {
        return Files.isExecutable(python(id));
    }

    /** A name to build under. */
    Path aside(EnvironmentId id) {
        return root.resolve(id + BUILDING + UUID.randomUUID());
    }

    /** From now on it is there, whole. */
    void show(Path built, EnvironmentId id) throws IOException {
        Path path = path(id);
        if (Files.exists(path)) { // one whose interpreter is gone
            remove(id);
        }
        Path unused = Files.move(built, path, StandardCopyOption.ATOMIC_MOVE);
    }

    void remove(EnvironmentId id) throws IOException {
        delete(takeAway(id));
    }

    /** Takes its name from it, which is all that is done; the files are for {@link #delete}. */
    Optional<Path> takeAway(EnvironmentId id) throws IOException {
        Path path = path(id);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        return Optional.of(
                Files.move(path, root.resolve(id + REMOVING + UUID.randomUUID()), StandardCopyOption.ATOMIC_MOVE));
    }

    void delete(Optional<Path> taken) throws IOException {
        if (taken.isPresent()) {
            FolderTree.remove(taken.get());
        }
    }

    /** Removes environments of which nothing is known but their names. */
    void removeAllBut(Set<EnvironmentId> known) throws IOException {
        for (Path path : list()) {
            String name = path.getFileName().toString();
            if (EnvironmentId.isValid(name) && !known.contains(new EnvironmentId(name))) {
                remove(new EnvironmentId(name));
            }
        }
    }

    /** Forgets what is known of it. */
    void forget(EnvironmentId id) throws IOException {
        boolean unused = Files.deleteIfExists(beside(id, RECORD));
        boolean unusedMarker = Files.deleteIfExists(beside(id, USED));
    }

    void write(EnvironmentRecord record) throws IOException {
        Path file = beside(record.id(), RECORD);
        Path making = beside(record.id(), RECORD + BUILDING + "new");
        boolean unusedOld = Files.deleteIfExists(making);
        Path unused = Files.createFile(
                making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(making, record.json());
        Path unusedFile = Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is known of builds that have ended. */
    List<EnvironmentRecord> records() throws IOException {
        List<EnvironmentRecord> records = new ArrayList<>();
        for (Path path : list()) {
            if (path.toString().endsWith(RECORD)) {
                try {
                    records.add(EnvironmentRecord.parse(Files.readString(path)));
                } catch (IllegalArgumentException e) {
                    LOG.warn("environments: {} cannot be read next=forget it cause={}", path, e.getMessage());
                    Files.delete(path);
                }
            }
        }
        return records;
    }

    void used(EnvironmentId id, Instant now) throws IOException {
        Path marker = beside(id, USED);
        if (!Files.exists(marker)) {
            Path unused = Files.createFile(marker);
        }
        Path unused = Files.setLastModifiedTime(marker, FileTime.from(now));
    }

    Instant lastUsed(EnvironmentId id, Instant otherwise) throws IOException {
        try {
            return Files.getLastModifiedTime(beside(id, USED)).toInstant();
        } catch (NoSuchFileException e) {
            return otherwise;
        }
    }

    private Path beside(EnvironmentId id, String ending) {
        return root.resolve(id + ending);
    }

    private void sweep() throws IOException {
        for (Path path : list()) {
            String name = path.getFileName().toString();
            if (name.contains(BUILDING) || name.contains(REMOVING)) {
                FolderTree.remove(path);
                LOG.info("environments: {} was left behind and is removed", name);
            }
        }
        FolderTree.remove(work().resolve("tmp"));
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> paths = Files.list(root)) {
            return paths.sorted().toList();
        }
    }
}
