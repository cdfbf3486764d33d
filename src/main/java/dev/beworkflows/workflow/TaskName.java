package dev.beworkflows.workflow;

import java.util.regex.Pattern;

/** Identifies a task within its workflow and names its Python function: {@code [A-Za-z_][A-Za-z0-9_]*}, at most 100 characters. */
public record TaskName(String value) implements Comparable<TaskName> {

    public static final String EXPECTED =
            "a letter or '_' followed by letters, digits or '_', at most 100 characters, not a Python keyword";

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    public TaskName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a task name is " + EXPECTED);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(TaskName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
