package dev.beworkflows.workflow;

import java.util.OptionalLong;
import java.util.Set;

/** Reads {@code limits} of a workflow, and {@code memory} of a task. */
final class ResourceLimitsReader {

    private static final Set<String> MEMBERS = Set.of("memory", "output", "values");

    private ResourceLimitsReader() {}

    static ResourceLimits read(Place limits) {
        if (limits.isAbsent() || !limits.isObjectOf("limits", MEMBERS, Set.of())) {
            return ResourceLimits.NONE;
        }
        return new ResourceLimits(
                memory(limits.member("memory")),
                ByteSize.read(limits.member("output"), 0),
                ByteSize.read(limits.member("values"), 0));
    }

    /** Less than the least would not even hold an interpreter. */
    static OptionalLong memory(Place place) {
        return ByteSize.read(place, ByteSize.LEAST_MEMORY);
    }
}
