package dev.beworkflows.access;

/** What a route needs; every route says one for each of its methods. */
public enum Permission {
    /** Nothing: anybody may, without a key. */
    OPEN,
    /** Any key. */
    KNOWN,
    /** To call a workflow. */
    CALL,
    /** To read what a call of a workflow sends and gets. */
    SEE_CONTRACT,
    /** To read definitions, code included, and schedules. */
    SEE_WORKFLOWS,
    /** To make, change, publish and delete workflows and schedules, and to call drafts. */
    WRITE_WORKFLOWS,
    /** To look at runs; a caller only at its own. */
    SEE_RUNS,
    /** To cancel and retry runs; a caller only its own. */
    CONTROL_RUNS,
    /** To read what is measured of the server. */
    SEE_METRICS,
    /** To read the names of secrets, never their values. */
    SEE_SECRETS,
    /** To make and revoke keys, and to set secrets. */
    ADMINISTER
}
