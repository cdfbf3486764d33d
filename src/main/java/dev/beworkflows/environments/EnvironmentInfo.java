package dev.beworkflows.environments;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An environment as people see it.
 *
 * @param python the whole version
 * @param build of the last build
 * @param use empty when it is not there
 */
public record EnvironmentInfo(
        EnvironmentId id, String python, List<Pin> pins, EnvironmentState state, Build build, Optional<Use> use) {

    public EnvironmentInfo {
        pins = List.copyOf(pins);
    }

    /**
     * When it was built.
     *
     * @param error what the tool that builds it said at last, when it failed
     */
    public record Build(Optional<Instant> startedAt, Optional<Instant> endedAt, Optional<String> error) {}

    /**
     * What it takes and who uses it.
     *
     * @param holders how many have it in use right now
     */
    public record Use(long bytes, Instant lastUsedAt, int holders) {}
}
