package dev.beworkflows.workflow;

/**
 * One node of the graph: Python source with a function named like the task that takes the task instance.
 *
 * @param enabled a disabled task is passed over; the tasks after it run as if it had finished
 * @param join matters when edges to the task are not taken
 */
public record Task(TaskName name, About about, String code, boolean enabled, TaskLimits limits, Join join) {

    /** A task that joins all. */
    public Task(TaskName name, About about, String code, boolean enabled, TaskLimits limits) {
        this(name, about, code, enabled, limits, Join.ALL);
    }

    public Task withEnabled(boolean other) {
        return new Task(name, about, code, other, limits, join);
    }
}
