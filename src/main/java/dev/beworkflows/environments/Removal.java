package dev.beworkflows.environments;

/** What came of removing an environment. */
public enum Removal {
    REMOVED,
    /** It is built, or workers run in it. */
    IN_USE,
    UNKNOWN
}
