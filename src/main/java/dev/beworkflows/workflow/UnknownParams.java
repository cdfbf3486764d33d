package dev.beworkflows.workflow;

import java.util.Locale;

/** What happens to a parameter that the workflow does not declare: refused, left out, or passed to the tasks as it came. */
public enum UnknownParams {
    REFUSE,
    IGNORE,
    PASS;

    /** As it stands in a definition. */
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }
}
