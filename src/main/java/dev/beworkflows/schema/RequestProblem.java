package dev.beworkflows.schema;

/**
 * One thing that is wrong with a request.
 *
 * @param in {@code query}, {@code body} or {@code form}
 * @param name of the parameter; empty when the part as a whole is wrong
 * @param pointer RFC 6901 JSON pointer of the place within that part
 * @param expected what would be right
 */
public record RequestProblem(String in, String name, String pointer, String message, String expected) {}
