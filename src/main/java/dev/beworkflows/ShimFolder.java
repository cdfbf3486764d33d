package dev.beworkflows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where workers find their Python packages: in the source tree in place, else unpacked from the jar, so that it always fits this server. */
final class ShimFolder {

    private static final String SOURCES = "python-shim/src";
    private static final String BUNDLED = "python-shim";

    private ShimFolder() {}

    static Path find(Path dataRoot) throws IOException {
        Path home = BundledFolder.home();
        Path sources = home.resolve("../..").normalize().resolve(SOURCES);
        return Files.isDirectory(home) && Files.isDirectory(sources)
                ? sources
                : UnpackedFolder.of(home, BUNDLED, dataRoot.resolve("shim"));
    }
}
