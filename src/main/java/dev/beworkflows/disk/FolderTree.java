package dev.beworkflows.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Removes and measures folders with all that is in them; blocks. */
public final class FolderTree {

    private static final int TRIES = 10;

    /** A level of folders costs a descriptor while it is removed: what lies deeper is moved up first. */
    private static final int DEEPEST = 32;

    private FolderTree() {}

    /**
     * Links are removed, not followed, also when somebody puts one in the place of a folder meanwhile: whoever may write to the folder could else have files of
     * the server's user removed elsewhere. What is already gone, or goes meanwhile, is no failure; what comes meanwhile is removed, too.
     */
    public static void remove(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new IOException("not to be removed: " + folder);
        }
        if (!Files.exists(folder, NOFOLLOW_LINKS)) {
            return; // as nearly always
        }
        try (DirectoryStream<Path> inParent = Files.newDirectoryStream(parent)) {
            remove(secure(inParent), name);
        } catch (NoSuchFileException e) {
            return; // nothing to remove
        }
    }

    private static void remove(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        Queue<Path> toRemove = new ArrayDeque<>(List.of(name));
        while (!toRemove.isEmpty()) {
            Path next = toRemove.remove();
            removeWithPatience(parent, next, new Depth(parent, toRemove, 0));
        }
    }

    private static void removeWithPatience(SecureDirectoryStream<Path> parent, Path name, Depth depth)
            throws IOException {
        for (int last = TRIES - 1; last >= 0; last--) {
            try {
                removeOnce(parent, name, depth);
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (FileSystemException e) {
                if (last == 0) { // something came meanwhile, or a folder became a link
                    throw e;
                }
            }
        }
    }

    /**
     * @param top where what lies too deep is moved to
     * @param moved what was, to be removed later
     */
    private record Depth(SecureDirectoryStream<Path> top, Queue<Path> moved, int level) {
        Depth below() {
            return new Depth(top, moved, level + 1);
        }
    }

    private static void removeOnce(SecureDirectoryStream<Path> in, Path name, Depth depth) throws IOException {
        if (!isFolder(in, name)) {
            in.deleteFile(name);
        } else if (depth.level() < DEEPEST) {
            removeFolder(in, name, depth);
        } else {
            Path above = Path.of(".removed-" + UUID.randomUUID());
            in.move(name, depth.top(), above);
            depth.moved().add(above);
        }
    }

    private static void removeFolder(SecureDirectoryStream<Path> in, Path name, Depth depth) throws IOException {
        try (SecureDirectoryStream<Path> folder = in.newDirectoryStream(name, NOFOLLOW_LINKS)) {
            for (Path entry : folder) {
                Path inside = entry.getFileName();
                if (inside != null) {
                    removeEntry(folder, inside, depth.below());
                }
            }
        }
        in.deleteDirectory(name);
    }

    private static void removeEntry(SecureDirectoryStream<Path> folder, Path name, Depth depth) throws IOException {
        try {
            removeOnce(folder, name, depth);
        } catch (NoSuchFileException e) {
            return; // somebody else removed it
        }
    }

    private static boolean isFolder(SecureDirectoryStream<Path> in, Path name) throws IOException {
        return in.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) { // on Linux every one of the default file system is
            return secure;
        }
        throw new IOException("links cannot be told from folders here");
    }

    /** How many bytes the files have; no link is followed. What goes meanwhile, or cannot be looked at, is not counted. */
    public static long bytes(Path folder) throws IOException {
        long bytes = 0;
        Queue<Path> toMeasure =
                new ArrayDeque<>(List.of(folder)); // so that a level costs neither a descriptor nor a call
        while (!toMeasure.isEmpty()) {
            for (Path entry : entriesIfThere(toMeasure.remove())) {
                Optional<BasicFileAttributes> found = attributes(entry);
                if (found.isPresent() && found.get().isDirectory()) {
                    toMeasure.add(entry);
                } else if (found.isPresent()) {
                    bytes += found.get().size();
                }
            }
        }
        return bytes;
    }

    private static List<Path> entriesIfThere(Path folder) throws IOException {
        try {
            return entries(folder);
        } catch (FileSystemException | DirectoryIteratorException e) {
            return List.of();
        }
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS));
        } catch (FileSystemException e) {
            return Optional.empty();
        }
    }

    /** What lies in a folder. */
    public static List<Path> entries(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return StreamSupport.stream(entries.spliterator(), false).toList();
        }
    }
}
