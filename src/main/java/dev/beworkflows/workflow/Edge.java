package dev.beworkflows.workflow;

import java.util.Optional;

/**
 * {@code to} starts after {@code from} has finished.
 *
 * @param when a Python expression over pushed values, asked when {@code from} has finished: the edge is taken when it is true; empty: always. That of a disabled task counts as true
 */
public record Edge(TaskName from, TaskName to, Optional<String> when) {

    /** An edge that is always taken, unless its task says otherwise. */
    public Edge(TaskName from, TaskName to) {
        this(from, to, Optional.empty());
    }
}
