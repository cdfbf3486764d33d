package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a default fits the definition that it stands in. */
final class DefaultCheck {

    private DefaultCheck() {}

    /** What was expected instead; empty: it fits. */
    static Optional<String> problem(Field field, JsonNode value) {
        return fits(field, value) ? Optional.empty() : Optional.of(expected(field));
    }

    private static boolean fits(Field field, JsonNode value) {
        return switch (field.type()) {
            case STRING -> value.isTextual() && matches(field, value.textValue());
            case NUMBER -> value.isNumber() && Double.isFinite(value.doubleValue());
            case INTEGER -> value.isIntegralNumber();
            case BOOLEAN -> value.isBoolean();
            case ENUM -> field.rules().options().contains(value);
            case DATE -> value.isTextual() && isDate(value.textValue());
            case DATETIME -> value.isTextual() && isDateTime(value.textValue());
            case OBJECT -> value.isObject();
            case ARRAY -> value.isArray();
            case ANY, FILE -> true;
        };
    }

    private static String expected(Field field) {
        return switch (field.type()) {
            case STRING ->
                field.rules()
                        .validationRegex()
                        .map(regex -> "a string that matches " + regex)
                        .orElse("a string");
            case ENUM ->
                "one of: "
                        + field.rules().options().stream().map(JsonNode::asText).collect(Collectors.joining(", "));
            case DATE -> "a date such as 2026-01-31";
            case DATETIME -> "a date and time such as 2026-01-31T12:00:00Z";
            case NUMBER, INTEGER, BOOLEAN, OBJECT, ARRAY, ANY, FILE ->
                "a value of type " + field.type().json();
        };
    }

    private static boolean matches(Field field, String text) {
        return field.rules()
                .validationRegex()
                .map(regex -> Pattern.matches(regex, text))
                .orElse(true);
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDateTime(String text) {
        try {
            return OffsetDateTime.parse(text).getYear() >= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
