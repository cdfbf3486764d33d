package dev.beworkflows.workflow;

/** {@code to} starts after {@code from} has finished. */
public record Edge(TaskName from, TaskName to) {}
