package dev.beworkflows.schema;

import java.util.Optional;

/**
 * A regular expression of RE2 in the words that RE2, ECMAScript and Python have in common, so that all of them take the same strings. What only RE2 has (flags, named groups, {@code \pL},
 * {@code \Q}, POSIX classes) has no such form.
 */
final class PortablePattern {

    private static final String ESCAPABLE = ".*+?()[]{}|^$/\\-nrtfv";

    private final String regex;
    private final StringBuilder portable = new StringBuilder();
    private boolean inClass;
    private boolean hasForm = true;
    private int at;

    private PortablePattern(String regex) {
        this.regex = regex;
    }

    /** Anchored at both ends. Empty: there is none. */
    static Optional<String> of(String regex) {
        PortablePattern pattern = new PortablePattern(regex);
        while (pattern.hasForm && pattern.at < regex.length()) {
            pattern.step();
        }
        return pattern.hasForm ? Optional.of("^(?:" + pattern.portable + ")$") : Optional.empty();
    }

    private void step() {
        char c = regex.charAt(at++);
        if (c == '\\') {
            escape();
        } else if (c == '[') {
            openClass();
        } else if (c == ']' && inClass) {
            inClass = false;
            portable.append(c);
        } else if (c == '.' && !inClass) {
            portable.append("[^\\n]");
        } else {
            hasForm = isPlain(c);
            portable.append(c);
        }
    }

    /** A group with a question mark is portable only when it just does not capture. */
    private boolean isPlain(char c) {
        if (c == '(' && !inClass && regex.startsWith("?", at)) {
            return regex.startsWith("?:", at);
        }
        return c < 0x7F && (inClass || c != ']') && isRepetition(c);
    }

    /** To RE2 a brace that counts nothing is a brace; to others it is a mistake. */
    private boolean isRepetition(char c) {
        if (inClass || (c != '{' && c != '}')) {
            return true;
        }
        return c == '}'
                ? regex.lastIndexOf('{', at - 1) >= 0
                : regex.substring(at).matches("(?s)\\d+(,\\d*)?\\}.*");
    }

    private void openClass() {
        if (inClass) {
            hasForm = !regex.startsWith(":", at);
            portable.append("\\[");
            return;
        }
        inClass = true;
        portable.append('[');
        if (regex.startsWith("^", at)) {
            portable.append('^');
            at++;
        }
        if (regex.startsWith("]", at)) {
            hasForm = false; // an empty class to ECMAScript
        }
    }

    private void escape() {
        if (at == regex.length()) {
            hasForm = false;
            return;
        }
        char c = regex.charAt(at++);
        switch (c) {
            case 'd' -> letters("0-9");
            case 'w' -> letters("0-9A-Za-z_");
            case 's' -> letters("\\t\\n\\f\\r ");
            case 'D', 'W', 'S' -> others(c);
            default -> {
                hasForm = ESCAPABLE.indexOf(c) >= 0;
                portable.append('\\').append(c);
            }
        }
    }

    private void letters(String letters) {
        portable.append(inClass ? letters : "[" + letters + "]");
    }

    private void others(char c) {
        hasForm = !inClass;
        portable.append(
                switch (c) {
                    case 'D' -> "[^0-9]";
                    case 'W' -> "[^0-9A-Za-z_]";
                    default -> "[^\\t\\n\\f\\r ]";
                });
    }
}
