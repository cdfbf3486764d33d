package dev.beworkflows.workflow;

/**
 * How large a definition may be.
 *
 * @param tasks how many tasks a workflow may have
 * @param fields how many parameters one list (or response items, or fields of one item) may have
 * @param codeCharacters how long the source of one task may be, in characters
 * @param regexCharacters how long a validation regex may be, in characters
 * @param conditionCharacters how long the condition of an edge may be, in characters
 * @param requirements how many requirement lines there may be
 */
public record DefinitionLimits(
        int tasks, int fields, int codeCharacters, int regexCharacters, int conditionCharacters, int requirements) {

    public static final DefinitionLimits DEFAULT = new DefinitionLimits(500, 200, 200_000, 1_000, 1_000, 200);

    /** For definitions that were accepted before: a limit that was lowered since does not make them unreadable. */
    public static final DefinitionLimits NONE = new DefinitionLimits(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);
}
