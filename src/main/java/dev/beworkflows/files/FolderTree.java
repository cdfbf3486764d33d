package dev.beworkflows.files;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes and measures folders with all that is in them; blocks. */
final class FolderTree {

    private static final int TRIES = 10;

    private FolderTree() {}

    /** Links are removed, not followed. What is already gone, or goes meanwhile, is no failure; what comes meanwhile is removed, too. */
    static void remove(Path folder) throws IOException {
        for (int last = TRIES - 1; last >= 0; last--) {
            try {
                Path unused = Files.walkFileTree(folder, new Remover());
                return;
            } catch (NoSuchFileException e) {
                return; // nothing to remove
            } catch (DirectoryNotEmptyException e) {
                if (last == 0) {
                    throw e;
                }
            }
        }
    }

    /** How many bytes the files have. What goes meanwhile is not counted. */
    static long bytes(Path folder) throws IOException {
        Measurer measurer = new Measurer();
        Path unused = Files.walkFileTree(folder, measurer);
        return measurer.bytes;
    }

    private static final class Measurer extends SimpleFileVisitor<Path> {
        private long bytes;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.size();
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            boolean unused = Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            boolean unused = Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
