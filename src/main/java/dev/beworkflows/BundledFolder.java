package dev.beworkflows;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

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
}
