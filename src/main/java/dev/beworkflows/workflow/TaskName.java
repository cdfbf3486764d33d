package dev.beworkflows.workflow;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Identifies a task within its workflow and names its Python function: {@code [A-Za-z_][A-Za-z0-9_]*}, at most 100 characters. Words that Python reserves everywhere are
 * refused; those that it reserves only in places ({@code match}, {@code case}, {@code type}, {@code _}) can name a function.
 */
public record TaskName(String value) implements Comparable<TaskName> {

    public static final String EXPECTED =
            "a letter or '_' followed by letters, digits or '_', at most 100 characters, not a Python keyword";

    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    public TaskName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a task name is " + EXPECTED);
        }
    }

    public static boolean isValid(String value) {
        return FORM.matcher(value).matches() && !isKeyword(value);
    }

    static boolean isKeyword(String value) {
        return KEYWORDS.contains(value);
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
