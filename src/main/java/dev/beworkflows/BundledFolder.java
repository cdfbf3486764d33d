package dev.beworkflows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** A folder that comes with the program: within the jar, or within the build's output. */
final class BundledFolder {

    private BundledFolder() {}

    /** Gives the folder to the reader, which must not keep it. */
    static <T> T read(String name, Function<Path, T> reader) throws IOException {
        Path home = home();
        if (Files.isDirectory(home)) {
            return reader.apply(home.resolve(name));
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + home.toUri()), Map.of())) {
            return reader.apply(jar.getPath(name));
        }
    }

    /** Copies a folder to a place outside the jar, replacing what is there; a reader never sees it half copied. */
    static Path unpack(String name, Path target) throws IOException {
        Path aside = target.resolveSibling(target.getFileName() + ".new");
        deleteAll(aside);
        Path unused = read(name, source -> copyAll(source, aside));
        deleteAll(target);
        return Files.move(aside, target);
    }

    /** The jar or the folder of classes that this program runs from. */
    static Path home() {
        try {
            return Path.of(BundledFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place is no URI", e);
        }
    }

    private static Path copyAll(Path source, Path target) {
        try (Stream<Path> paths = Files.walk(source)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Path copy = target.resolve(source.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(path, copy);
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst =
                    paths.sorted(java.util.Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
