package dev.beworkflows.workflow;

/**
 * One thing that is wrong with a definition.
 *
 * @param pointer RFC 6901 JSON pointer of the place in the definition
 * @param message what is wrong there
 * @param expected what would be right
 */
public record WorkflowProblem(String pointer, String message, String expected) {}
