package dev.beworkflows.workflow;

import java.util.OptionalInt;

/**
 * How the background runs of a workflow wait for their turn.
 *
 * @param priority the higher the earlier, {@value #LOWEST} to {@value #HIGHEST}; a call may say another one
 * @param concurrency how many of the workflow's background runs may be under way at once, over all servers; empty: any number
 */
public record Queueing(int priority, OptionalInt concurrency) {

    public static final int LOWEST = -100;
    public static final int HIGHEST = 100;
    public static final Queueing DEFAULT = new Queueing(0, OptionalInt.empty());
}
