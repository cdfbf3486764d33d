package dev.beworkflows.schema;

/** One decoded {@code name=value} of a query or a form. */
public record NamedText(String name, String text) {}
