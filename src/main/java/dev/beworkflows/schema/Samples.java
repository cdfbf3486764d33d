package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.re2j.Pattern;
import dev.beworkflows.workflow.Field;
import java.util.List;
import java.util.Optional;

/** Made-up values for examples. */
final class Samples {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Tried one after the other on a regular expression. */
    private static final List<String> TEXTS = List.of(
            "text",
            "Ada",
            "A",
            "a",
            "1",
            "12",
            "123",
            "1234",
            "12345",
            "abc",
            "ABC",
            "AB12",
            "ab-12",
            "ada@example.com",
            "https://example.com/",
            "2026-01-31",
            "12:00",
            "1.0",
            "#aabbcc",
            "00000000-0000-4000-8000-000000000000");

    private Samples() {}

    /** Empty: none is known. */
    static Optional<JsonNode> of(Field field) {
        return switch (field.type()) {
            case STRING -> text(field).map(JSON::textNode);
            case ANY -> Optional.of(JSON.textNode("text"));
            case INTEGER -> Optional.of(JSON.numberNode(1));
            case NUMBER -> Optional.of(JSON.numberNode(1.5));
            case BOOLEAN -> Optional.of(JSON.booleanNode(true));
            case ENUM -> field.rules().options().stream().findFirst();
            case DATE -> Optional.of(JSON.textNode("2026-01-31"));
            case DATETIME -> Optional.of(JSON.textNode("2026-01-31T12:00:00Z"));
            case OBJECT -> Optional.of(JSON.objectNode().put("key", "value"));
            case ARRAY -> Optional.of(JSON.arrayNode().add(1).add(2));
            case FILE -> Optional.empty();
        };
    }

    private static Optional<String> text(Field field) {
        Optional<Pattern> pattern = field.rules().validationRegex().map(Pattern::compile);
        return TEXTS.stream()
                .filter(text -> pattern.isEmpty() || pattern.get().matches(text))
                .findFirst();
    }
}
