package dev.beworkflows.workflow;

import java.util.OptionalLong;

/**
 * What the tasks of a workflow may take, in bytes; empty: what the server allows, which is also the most.
 *
 * @param memory of the process that executes a task, unless the task says
 * @param output how much of what an attempt of a task prints is kept
 * @param values all large pushed values of one run
 */
public record ResourceLimits(OptionalLong memory, OptionalLong output, OptionalLong values) {

    public static final ResourceLimits NONE =
            new ResourceLimits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Of one task. */
    public OptionalLong memoryOf(Task task) {
        return task.limits().memory().isPresent() ? task.limits().memory() : memory;
    }
}
