package dev.beworkflows.files;

import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The files of the object store: {@code <root>/9e/77/<id>}, by the last characters of the id, which are random where the first ones are the time. Every method blocks.
 */
final class ObjectFolder {

    private static final String INCOMING = "incoming";

    private final Path root;
    private final long maxBytes;
    private final FolderAccess access;

    ObjectFolder(Path root, long maxBytes, FolderAccess access) {
        this.root = root;
        this.maxBytes = maxBytes;
        this.access = access;
    }

    void create() throws IOException {
        Path unusedRoot = access.lookUp(root);
        Path unusedIncoming = access.dropBox(incoming());
    }

    Path root() {
        return root;
    }

    Path incoming() {
        return root.resolve(INCOMING);
    }

    Path path(ObjectId id) {
        return inner(id).resolve(id.toString());
    }

    private Path inner(ObjectId id) {
        return outer(id).resolve(id.toString().substring(34));
    }

    private Path outer(ObjectId id) {
        return root.resolve(id.toString().substring(32, 34));
    }

    /**
     * Takes a file away from the incoming folder. When this returns the file is on the disk; when it throws there is nothing left of it.
     *
     * @throws RefusedFileException when it is not there, no plain file, or not of this size
     */
    void take(String file, ObjectId id, long size) throws IOException {
        Path target = path(id);
        Path unusedOuter = access.lookUp(outer(id));
        Path unusedInner = access.lookUp(inner(id));
        move(incoming(file), target);
        try {
            check(target, size);
            access.take(target);
            for (Path path : List.of(target, inner(id), outer(id), root)) {
                sync(path);
            }
        } catch (IOException | RuntimeException e) {
            FolderTree.remove(target);
            throw e;
        }
    }

    void remove(ObjectId id) throws IOException {
        boolean unused = Files.deleteIfExists(path(id));
    }

    /** One name, not a way: nothing outside of the incoming folder can be named. */
    private Path incoming(String file) {
        boolean plain = !file.isEmpty()
                && file.length() <= 255
                && !file.equals(".")
                && !file.equals("..")
                && file.chars().noneMatch(character -> character == '/' || character == '\\' || character == 0);
        if (!plain) {
            throw new RefusedFileException("'" + file + "' is not the name of a file in the incoming folder");
        }
        return incoming().resolve(file);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Path unused = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            throw new RefusedFileException("there is no file '" + from.getFileName() + "' in the incoming folder");
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the incoming folder is not on the file system of the object store", e);
        }
    }

    /** After the move, as nobody else can put another file there any more. Links are not followed: they lead anywhere. */
    private void check(Path file, long size) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new RefusedFileException("what was handed over is not a plain file");
        }
        if (!access.isWorkers(file)) {
            throw new RefusedFileException("what was handed over is somebody else's, or has a second name");
        }
        if (found.size() != size) {
            throw new RefusedFileException("the file has " + found.size() + " bytes, not " + size);
        }
        if (size > maxBytes) {
            throw new RefusedFileException(
                    "the file has " + size + " bytes, more than the " + maxBytes + " that the object store takes");
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
