package dev.beworkflows;

import dev.beworkflows.disk.FolderTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A folder of a jar, outside of the jar, under a name that stands for its content: while the jar stays the same it is used again, with what Python has compiled
 * beside it. A damaged one is made anew.
 */
final class UnpackedFolder {

    private final JarFile jar;
    private final String prefix;
    private final List<? extends ZipEntry> files;

    private UnpackedFolder(JarFile jar, String name) {
        this.jar = jar;
        this.prefix = name + "/";
        this.files = jar.stream()
                .filter(entry -> entry.getName().startsWith(prefix) && !entry.isDirectory())
                .toList();
    }

    /**
     * Unpacks what is not there yet, and deletes what other jars left.
     *
     * @param name of the folder in the jar
     * @param target where it belongs; the name gets an ending
     */
    static Path of(Path jar, String name, Path target) throws IOException {
        // a second look at the jar that this program runs from costs no reading
        try (JarFile opened = new JarFile(jar.toFile(), false)) {
            return new UnpackedFolder(opened, name).at(target);
        }
    }

    private Path at(Path target) throws IOException {
        Path complete = target.resolveSibling(target.getFileName() + "-" + checksum());
        if (!isComplete(complete)) {
            deleteAllLike(target);
            Path aside = target.resolveSibling(target.getFileName() + ".new");
            copyTo(aside);
            Path unused = Files.move(aside, complete);
        }
        return complete;
    }

    /** The jar has a checksum of each file: it costs no reading. */
    private String checksum() {
        long sum = 0;
        for (ZipEntry file : files) {
            sum = 31 * (31 * sum + file.getName().hashCode()) + file.getCrc();
        }
        return Long.toHexString(sum);
    }

    /** After a power cut files may be there and empty. */
    private boolean isComplete(Path folder) throws IOException {
        for (ZipEntry file : files) {
            Path copy = copyOf(file, folder);
            if (!Files.isRegularFile(copy) || Files.size(copy) != file.getSize()) {
                return false;
            }
        }
        return true;
    }

    private void copyTo(Path folder) throws IOException {
        for (ZipEntry file : files) {
            Path copy = copyOf(file, folder);
            Path unused = Files.createDirectories(Objects.requireNonNull(copy.getParent()));
            try (InputStream content = jar.getInputStream(file)) {
                long unusedSize = Files.copy(content, copy);
            }
        }
    }

    private Path copyOf(ZipEntry file, Path folder) {
        return folder.resolve(file.getName().substring(prefix.length()));
    }

    private static void deleteAllLike(Path target) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent());
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(parent, target.getFileName() + "{,-*,.new}")) {
            for (Path folder : earlier) {
                FolderTree.remove(folder);
            }
        }
    }
}
