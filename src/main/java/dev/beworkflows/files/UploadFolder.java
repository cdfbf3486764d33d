package dev.beworkflows.files;

import java.io.IOException;
import java.nio.file.Path;

/** Where files that come with calls lie for as long as the call lasts. What a server that was killed left is removed when the next one starts. */
public final class UploadFolder {

    private final ServerFolder server;

    private UploadFolder(ServerFolder server) {
        this.server = server;
    }

    /** Blocks; for the start-up thread. Several servers may share the base. */
    public static UploadFolder open(Path base) throws IOException {
        return new UploadFolder(ServerFolder.open(base));
    }

    /** Exists; can be entered by this user only. */
    public Path path() {
        return server.path();
    }

    /** Removes everything; blocks. */
    public void close() throws IOException {
        server.close();
    }
}
