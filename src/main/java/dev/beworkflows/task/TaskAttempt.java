package dev.beworkflows.task;

/** One attempt of a task, and what it may ask for while it runs. */
public record TaskAttempt(TaskCall call, TaskCallbacks callbacks) {}
