package dev.beworkflows.workflow;

/**
 * One node of the graph: Python source with a function named like the task that takes the task instance.
 *
 * @param enabled a disabled task is passed over; the tasks after it run as if it had finished
 */
public record Task(TaskName name, About about, String code, boolean enabled, TaskLimits limits) {

    public Task withEnabled(boolean other) {
        return new Task(name, about, code, other, limits);
    }
}
