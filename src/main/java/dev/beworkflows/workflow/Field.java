package dev.beworkflows.workflow;

/** The definition of a parameter, or of a field of a response row. */
public record Field(String name, About about, FieldType type, FieldRules rules) {}
