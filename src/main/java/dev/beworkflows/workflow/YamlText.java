package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes JSON as YAML, the way people do: in blocks, quoted only where it must be, so that every reader, of YAML 1.1 or 1.2, reads the same values from it.
 */
final class YamlText {

    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "true", "false", "on", "off", "null");
    private static final Pattern SIMPLE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final int LONGEST_NAME = 1_000; // YAML allows 1024
    private static final int SPACES = 2;

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    /** @param object not empty */
    static String write(JsonNode object) {
        YamlText yaml = new YamlText();
        yaml.members(object, 0, true);
        return yaml.text.toString();
    }

    /** @param indented whether the first line has its indentation already */
    private void members(JsonNode object, int depth, boolean indented) {
        boolean first = indented;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            indent(first ? 0 : depth);
            first = false;
            name(member.getKey(), depth);
            value(member.getValue(), depth);
        }
    }

    private void elements(JsonNode array, int depth) {
        for (JsonNode element : array) {
            indent(depth);
            text.append('-');
            if (element.isObject() && !element.isEmpty()) {
                text.append(' ');
                members(element, depth + 1, true);
            } else {
                value(element, depth);
            }
        }
    }

    /** After a name or a dash. */
    private void value(JsonNode node, int depth) {
        if (node.isObject() && !node.isEmpty()) {
            text.append('\n');
            members(node, depth + 1, false);
        } else if (node.isArray() && !node.isEmpty()) {
            text.append('\n');
            elements(node, depth + 1);
        } else if (node.isTextual()) {
            string(node.textValue(), depth);
        } else {
            text.append(' ').append(scalar(node)).append('\n');
        }
    }

    private static String scalar(JsonNode node) {
        if (node.isContainerNode()) {
            return node.isObject() ? "{}" : "[]";
        }
        return node.isFloatingPointNumber() ? decimal(node.decimalValue()) : node.asText("null");
    }

    /** With a point and a signed exponent: without these YAML 1.1 reads a string. */
    private static String decimal(BigDecimal number) {
        String written = number.toString();
        int exponent = written.indexOf('E');
        if (exponent >= 0 && number.signum() == 0) {
            return "0.0";
        }
        String digits = exponent < 0 ? written : written.substring(0, exponent);
        return (digits.contains(".") ? digits : digits + ".0") + (exponent < 0 ? "" : written.substring(exponent));
    }

    private void string(String value, int depth) {
        if (isBlock(value)) {
            text.append(value.endsWith("\n") ? " |\n" : " |-\n");
            value.lines().forEach(line -> {
                indent(line.isEmpty() ? 0 : depth + 1);
                text.append(line).append('\n');
            });
        } else {
            text.append(' ').append(inLine(value)).append('\n');
        }
    }

    /** Several lines that a person can read, and that no editor changes by taking away spaces at their ends. */
    private static boolean isBlock(String value) {
        boolean severalLines = value.indexOf('\n') > 0 && !value.endsWith("\n\n");
        return severalLines
                && !Character.isWhitespace(value.charAt(0))
                && value.codePoints().allMatch(c -> c == '\n' || isPrintable(c))
                && value.lines().noneMatch(line -> line.endsWith(" "));
    }

    private void name(String name, int depth) {
        String written = SIMPLE_NAME.matcher(name).matches() && !isWord(name) ? name : quoted(name);
        if (written.length() <= LONGEST_NAME) {
            text.append(written);
        } else {
            text.append("? ").append(written).append('\n');
            indent(depth);
        }
        text.append(':');
    }

    private static String inLine(String value) {
        return isPlain(value) ? value : quoted(value);
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty()
                && (Character.isLetter(value.codePointAt(0)) || "_/".indexOf(value.charAt(0)) >= 0)
                && !isWord(value)
                && !value.endsWith(" ")
                && !value.endsWith(":")
                && !value.contains(": ")
                && !value.contains(" #")
                && value.codePoints().allMatch(YamlText::isPrintable);
    }

    private static boolean isWord(String value) {
        return WORDS.contains(value.toLowerCase(Locale.ROOT));
    }

    private static String quoted(String value) {
        return value.codePoints().allMatch(YamlText::isPrintable)
                ? "'" + value.replace("'", "''") + "'"
                : "\"" + escaped(value) + "\"";
    }

    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        value.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '"', '\\' -> escaped.append('\\').appendCodePoint(c);
                default -> escaped.append(isPrintable(c) ? Character.toString(c) : String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }

    /** On one line, and visible but for the space; characters beyond the first 65536 are never among the others. */
    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> c == ' ' || c > 0xFFFF || (c != 0xFEFF && c != 0xFFFE && c != 0xFFFF);
        };
    }

    private void indent(int depth) {
        text.append(" ".repeat(SPACES * depth));
    }
}
