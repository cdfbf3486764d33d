package dev.beworkflows.workflow;

/** What people read: a short label and a longer description; either may be empty. */
public record About(String label, String description) {}
