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

/** Hands folders over, and makes what was done to them last; no symbolic link is followed. */
final class FileTrees {
    private FileTrees() {}

    /** The root is changed last: as long as it has its old owner, the change is not complete and is done again. */
    static void own(Path root, int userId, int groupId) throws IOException {
        if (userId(root) != userId) {
            Path unused = Files.walkFileTree(root, new Owning(userId, groupId));
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

    /** Contents first. */
    private static final class Owning extends SimpleFileVisitor<Path> {
        private final int userId;
        private final int groupId;

        Owning(int userId, int groupId) {
            this.userId = userId;
            this.groupId = groupId;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            own(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            own(folder);
            return FileVisitResult.CONTINUE;
        }

        private void own(Path path) throws IOException {
            Path unusedGroup = Files.setAttribute(path, "unix:gid", groupId, LinkOption.NOFOLLOW_LINKS);
            Path unused = Files.setAttribute(path, "unix:uid", userId, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
