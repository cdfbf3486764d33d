package dev.beworkflows.workflow;

import java.util.regex.Pattern;

/** The name under which a workflow is called: 1 to 64 of {@code A-Z a-z 0-9 _ -}, starting with a letter or digit. */
public record WorkflowId(String value) implements Comparable<WorkflowId> {

    public static final String EXPECTED = "1 to 64 letters, digits, '_' or '-', starting with a letter or digit";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    public WorkflowId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a workflow id is " + EXPECTED);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(WorkflowId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
