package dev.beworkflows.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lies where in the folder of an embedded PostgreSQL; the folder is absolute and without symbolic links.
 *
 * @param marker stands in the command line of every process that works in the folder, and of no other on this machine
 */
record PostgresFolder(Path path, String marker) {

    static PostgresFolder of(Path existing) throws IOException {
        Path path = existing.toRealPath();
        // device and inode: two containers may call different folders by the same path
        long device = (long) Files.getAttribute(path, "unix:dev");
        long inode = (long) Files.getAttribute(path, "unix:ino");
        return new PostgresFolder(path, "be-workflows-%x-%x".formatted(device, inode));
    }

    Path lock() {
        return path.resolve("lock");
    }

    Path password() {
        return path.resolve("password");
    }

    Path data() {
        return path.resolve("data");
    }

    /** Becomes {@link #data()} by a rename when it is complete; whatever it holds before that is worthless. */
    Path newData() {
        return path.resolve("data.new");
    }

    /** In it PostgreSQL says who it is and, in line 8, how far it has come. */
    Path postmasterFile() {
        return data().resolve("postmaster.pid");
    }

    Path log() {
        return path.resolve("postgres.log");
    }
}
