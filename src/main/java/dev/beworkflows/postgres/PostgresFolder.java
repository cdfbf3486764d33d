package dev.beworkflows.postgres;

import java.nio.file.Path;

/** What lies where in the folder of an embedded PostgreSQL; the folder is absolute and without symbolic links. */
record PostgresFolder(Path path) {

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

    Path log() {
        return path.resolve("postgres.log");
    }
}
