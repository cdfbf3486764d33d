package dev.beworkflows.access;

import java.util.Locale;

/** What a key is for. */
public enum Role {
    /** Everything, keys and secrets included. */
    ADMIN,
    /** Makes workflows: whoever has such a key can run code on the workers. */
    AUTHOR,
    /** Calls workflows, or only those that its key names, and sees what comes of it. */
    CALLER,
    /** Looks at everything but keys and secrets, and changes nothing. */
    VIEWER;

    public boolean may(Permission permission) {
        return switch (permission) {
            case OPEN, KNOWN, SEE_CONTRACT, SEE_RUNS -> true;
            case CALL, CONTROL_RUNS -> this != VIEWER;
            case SEE_WORKFLOWS, SEE_METRICS -> this != CALLER;
            case WRITE_WORKFLOWS, SEE_SECRETS -> this == ADMIN || this == AUTHOR;
            case ADMINISTER -> this == ADMIN;
        };
    }

    /** As it stands in JSON. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such role */
    public static Role parse(String json) {
        for (Role role : values()) {
            if (role.json().equals(json)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role " + json);
    }
}
