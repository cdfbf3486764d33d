package dev.beworkflows.files;

import java.util.OptionalLong;

/**
 * How much large values may take.
 *
 * @param runBytes of one run
 * @param memoryBytes so much of shared memory may be in use before values go to the data folder; empty: half of it
 */
public record ValueLimits(long runBytes, OptionalLong memoryBytes) {

    public static final ValueLimits DEFAULT = new ValueLimits(4L << 30, OptionalLong.empty());
}
