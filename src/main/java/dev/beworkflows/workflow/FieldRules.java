package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Which values a field takes.
 *
 * @param options the values of an enum, in order; empty for other types
 * @param defaultValue what a parameter that was not sent gets; never with {@code required}, never in a response
 * @param validationRegex RE2 syntax, must match the whole string; only on strings
 */
public record FieldRules(
        boolean required, List<JsonNode> options, Optional<JsonNode> defaultValue, Optional<String> validationRegex) {

    public FieldRules {
        options = List.copyOf(options);
    }
}
