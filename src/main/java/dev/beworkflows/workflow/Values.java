package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** What the readers ask about JSON values. */
final class Values {

    private static final int LARGEST_SCALE = 10_000;
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern DATETIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})?");

    private Values() {}

    /** In the words of a message. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a string";
            case BOOLEAN -> "true or false";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a number";
            case NULL -> "null";
            case MISSING -> "missing";
            case BINARY, POJO -> "not JSON";
        };
    }

    /** A number that JSON can write: neither infinite nor "not a number". */
    static boolean isFiniteNumber(JsonNode node) {
        return node.isNumber() && !((node.isDouble() || node.isFloat()) && !Double.isFinite(node.doubleValue()));
    }

    /** Equal as values: 1 and 1.0 are. Beyond any sensible exponent numbers are only equal as written. */
    static Object comparable(JsonNode node) {
        if (!isFiniteNumber(node)) {
            return node;
        }
        BigDecimal number = node.decimalValue();
        return Math.abs((long) number.scale()) > LARGEST_SCALE ? node : number.stripTrailingZeros();
    }

    /** Whether a value is one of a type; dates as ISO 8601. An enum takes what its options say, which this does not know. */
    static boolean isOf(FieldType type, JsonNode node) {
        return switch (type) {
            case STRING -> node.isTextual();
            case NUMBER -> isFiniteNumber(node) && Double.isFinite(node.doubleValue());
            case INTEGER -> node.isIntegralNumber();
            case BOOLEAN -> node.isBoolean();
            case DATE -> node.isTextual() && isDate(node.textValue());
            case DATETIME -> node.isTextual() && isDatetime(node.textValue());
            case OBJECT -> node.isObject();
            case ARRAY -> node.isArray();
            case ENUM, ANY -> true;
            case FILE -> false;
        };
    }

    /** In the words of a message. */
    static String expected(FieldType type) {
        return switch (type) {
            case STRING -> "a string";
            case NUMBER -> "a number";
            case INTEGER -> "an integer";
            case BOOLEAN -> "true or false";
            case DATE -> "a date like 2024-12-31";
            case DATETIME -> "a date and time like 2024-12-31T23:59:59Z, the offset may be left out";
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case ENUM -> "one of the options";
            case ANY -> "any value";
            case FILE -> "no default";
        };
    }

    private static boolean isDate(String text) {
        try {
            return DATE.matcher(text).matches() && LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDatetime(String text) {
        if (!DATETIME.matcher(text).matches()) {
            return false;
        }
        try {
            boolean offset = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 7;
            LocalDateTime local = offset ? OffsetDateTime.parse(text).toLocalDateTime() : LocalDateTime.parse(text);
            return local.getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
