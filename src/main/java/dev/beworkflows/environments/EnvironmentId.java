package dev.beworkflows.environments;

import java.util.regex.Pattern;

/** Names an environment by its content. */
public record EnvironmentId(String value) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}|python-\\d+\\.\\d+\\.\\d+");

    public EnvironmentId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not the id of an environment: " + value);
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
