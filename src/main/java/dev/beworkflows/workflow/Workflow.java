package dev.beworkflows.workflow;

/** A workflow as its author defined it, free of contradictions. */
public record Workflow(
        WorkflowId id, About about, boolean enabled, Calling calling, Contract contract, Program program) {}
