package dev.beworkflows.catalog;

/** What came of publishing a version, or of switching something on or off. */
public sealed interface Publication {

    /** Durable, and calls go to the version from now on. */
    record Done(StoredVersion version) implements Publication {}

    /** There is no such workflow, version or task. */
    record NotFound() implements Publication {}
}
