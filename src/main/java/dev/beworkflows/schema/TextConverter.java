package dev.beworkflows.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.workflow.Field;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Text of a query or a form as a value of the declared type. Empty: it is none of that type. */
final class TextConverter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONG_DIGITS = 18;
    private static final int MOST_DIGITS = 1_000;
    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(MOST_DIGITS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private TextConverter() {}

    static Optional<JsonNode> convert(Field field, String text) {
        return switch (field.type()) {
            case STRING, ANY, DATE, DATETIME -> Optional.of(JSON.textNode(text));
            case INTEGER -> integer(text);
            case NUMBER -> number(text);
            case BOOLEAN -> truth(text);
            case ENUM ->
                field.rules().options().stream()
                        .filter(option -> option.asText().equals(text))
                        .findFirst();
            case OBJECT -> json(text).filter(JsonNode::isObject);
            case ARRAY -> Optional.of(json(text).filter(JsonNode::isArray).orElseGet(() -> array(List.of(text))));
            case FILE -> Optional.empty();
        };
    }

    static JsonNode array(List<String> texts) {
        ArrayNode array = JSON.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    private static Optional<JsonNode> integer(String text) {
        int digits = text.startsWith("-") ? text.length() - 1 : text.length();
        if (digits < 1 || digits > MOST_DIGITS || !isDigits(text, text.length() - digits)) {
            return Optional.empty();
        }
        return Optional.of(
                digits <= LONG_DIGITS ? JSON.numberNode(Long.parseLong(text)) : JSON.numberNode(new BigInteger(text)));
    }

    private static Optional<JsonNode> number(String text) {
        Optional<JsonNode> integer = integer(text);
        if (integer.isPresent() || !looksLikeNumber(text)) {
            return integer;
        }
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? Optional.of(JSON.numberNode(number)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Java also reads "NaN", "Infinity", "0x1p3", "1d" and blanks around a number. */
    private static boolean looksLikeNumber(String text) {
        boolean startsRight = !text.isEmpty() && (text.charAt(0) == '-' || isDigits(text.substring(0, 1), 0));
        return startsRight
                && text.length() <= MOST_DIGITS
                && text.chars()
                        .allMatch(
                                c -> (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-')
                && isDigits(text, text.length() - 1);
    }

    private static Optional<JsonNode> truth(String text) {
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return Optional.of(JSON.booleanNode(true));
        }
        return text.equalsIgnoreCase("false") || text.equals("0")
                ? Optional.of(JSON.booleanNode(false))
                : Optional.empty();
    }

    private static Optional<JsonNode> json(String text) {
        if (!text.startsWith("{") && !text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(STRICT.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }
}
