package dev.beworkflows.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What workers see of the disk beside the system and their own folder, where they have file systems of their own.
 *
 * @param hidden folders of which they see only what the others name
 * @param read interpreters, environments and files that the server has for them
 * @param written where they put what the server or other workers get
 */
public record SharedFolders(List<Path> hidden, List<Path> read, List<Path> written) {

    public static final SharedFolders NONE = new SharedFolders(List.of(), List.of(), List.of());

    public SharedFolders {
        hidden = absolute(hidden);
        read = absolute(read);
        written = absolute(written);
    }

    /** The same, and these to read. */
    SharedFolders andRead(List<Path> more) {
        return new SharedFolders(
                hidden, Stream.concat(read.stream(), more.stream()).toList(), written);
    }

    boolean hides(Path path) {
        return hidden.stream().anyMatch(path::startsWith);
    }

    private static List<Path> absolute(List<Path> paths) {
        return paths.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
