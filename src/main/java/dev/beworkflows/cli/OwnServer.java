package dev.beworkflows.cli;

import java.nio.file.Path;

/** Starts a server for the time of one command, on a data folder that no other server uses. */
@FunctionalInterface
public interface OwnServer {

    /**
     * Blocks until it answers.
     *
     * @param key that opens everything
     */
    Running start(Path data, String key);

    /** @param stop blocks until it is gone */
    record Running(String address, Runnable stop) {}
}
