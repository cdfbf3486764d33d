package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.Field;
import java.util.stream.Collectors;

/** What is said to people about a value that does not fit. */
final class Words {

    private static final int ECHO_CHARACTERS = 100;

    private Words() {}

    static String expected(Field field) {
        return switch (field.type()) {
            case STRING ->
                field.rules()
                        .validationRegex()
                        .map(regex -> "text that matches " + regex + " as a whole")
                        .orElse("a string");
            case NUMBER -> "a number";
            case INTEGER -> "an integer";
            case BOOLEAN -> "true or false";
            case ENUM ->
                "one of: "
                        + field.rules().options().stream().map(JsonNode::asText).collect(Collectors.joining(", "));
            case DATE -> "a date such as 2026-01-31";
            case DATETIME -> "a date and time with offset such as 2026-01-31T12:00:00Z";
            case OBJECT -> "a JSON object";
            case ARRAY -> "a list";
            case ANY -> "any value";
            case FILE -> "a file";
        };
    }

    static String mismatch(Field field, JsonNode value) {
        return "expected " + expected(field) + ", got " + shown(value);
    }

    static String shown(JsonNode value) {
        return value.isTextual() ? quoted(value.textValue()) : cut(value.toString());
    }

    static String quoted(String text) {
        return "'" + cut(text) + "'";
    }

    static String cut(String text) {
        return text.length() <= ECHO_CHARACTERS ? text : text.substring(0, ECHO_CHARACTERS) + "…";
    }

    /** One step of an RFC 6901 pointer. */
    static String step(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
