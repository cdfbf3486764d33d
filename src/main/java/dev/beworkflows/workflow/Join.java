package dev.beworkflows.workflow;

import java.util.Locale;

/** How many of the edges to a task must be taken for it to run; otherwise it is skipped. */
public enum Join {
    ALL,
    /** At least one; known when the last task before has finished or was skipped. */
    ANY;

    /** As it stands in a definition. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
