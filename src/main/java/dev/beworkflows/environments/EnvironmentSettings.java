package dev.beworkflows.environments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How environments are built and kept.
 *
 * @param atOnce how many are built at once
 */
public record EnvironmentSettings(Optional<String> uv, Sources sources, int atOnce, Times times) {

    /**
     * Where packages come from.
     *
     * @param wheels a folder of wheel files that is looked at as well
     * @param index the index's address, maybe with a password in it; empty: the tool's own
     * @param offline whether there is no index at all
     * @param build whether packages that are there as source only are built, which runs their code as the server's user
     */
    public record Sources(Optional<Path> wheels, Optional<String> index, boolean offline, boolean build) {}

    /**
     * @param resolve how long resolving may take
     * @param build how long a build may take
     * @param keep for how long an environment is kept that nobody uses
     */
    public record Times(Duration resolve, Duration build, Duration keep) {}
}
