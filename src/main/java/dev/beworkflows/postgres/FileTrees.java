package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What is done to whole folders; no symbolic link is followed. */
final class FileTrees {
    private FileTrees() {}

    /** A folder that is not there is as good as deleted. */
    static void delete(Path root) throws IOException {
        if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            visitContentsFirst(root, Files::delete);
        }
    }

    /** The root is changed last: as long as it has its old owner, the change is not complete and is done again. */
    static void own(Path root, int userId, int groupId) throws IOException {
        if (userId(root) != userId) {
            visitContentsFirst(root, path -> {
                Files.setAttribute(path, "unix:gid", groupId, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:uid", userId, LinkOption.NOFOLLOW_LINKS);
            });
        }
    }

    static int userId(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** On return the new name survives a power cut. */
    static void renameDurably(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        flush(to.resolveSibling("."));
    }

    /** Forces a file's content, or a folder's list of names, to disk. */
    static void flush(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private interface Step {
        void at(Path path) throws IOException;
    }

    private static void visitContentsFirst(Path root, Step step) throws IOException {
        Path unused = Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                step.at(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                step.at(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
