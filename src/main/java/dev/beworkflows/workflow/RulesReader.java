package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which values one field takes, and refuses rules that contradict each other. */
final class RulesReader {

    private static final String REGEX_EXPECTED = "RE2 syntax, which has no back-references and no look-around";

    private final Place field;
    private final FieldReader.Role role;
    private final int regexCharacters;

    RulesReader(Place field, FieldReader.Role role, int regexCharacters) {
        this.field = field;
        this.role = role;
        this.regexCharacters = regexCharacters;
    }

    /** @param type empty when it is unknown; then nothing is said of what depends on it */
    FieldRules read(Optional<FieldType> type) {
        boolean required = field.member("required").flag(false);
        List<JsonNode> options = options(type);
        Optional<String> source = field.member("validation_regex").text();
        Optional<Pattern> regex = source.flatMap(text -> regex(text, type));
        Optional<JsonNode> value =
                Optional.of(field.member("default")).filter(Place::isPresent).map(Place::node);
        if (value.isPresent()) {
            checkDefault(required, type, options, regex);
        }
        return new FieldRules(required, options, value, source);
    }

    private List<JsonNode> options(Optional<FieldType> type) {
        Place place = field.member("options");
        List<Place> elements = place.elements();
        boolean readable = place.isAbsent() || place.node().isArray();
        if (type.isPresent() && type.get() == FieldType.ENUM && elements.isEmpty() && readable) {
            place.refuse("an enum without options takes no value", "a list of strings, numbers, true or false");
        } else if (type.isPresent() && type.get() != FieldType.ENUM && !elements.isEmpty()) {
            place.refuse("only an enum has options", "no options, or the type enum");
        }
        Set<Object> taken = new HashSet<>();
        List<JsonNode> options = new ArrayList<>();
        for (Place element : elements) {
            if (!element.node().isTextual()
                    && !element.node().isBoolean()
                    && !element.node().isNumber()) {
                element.refuse("an option is " + element.kind(), "a string, a number, true or false");
            } else if (!taken.add(Values.comparable(element.node()))) {
                element.refuse("the option is there twice", "every option once");
            }
            options.add(element.node());
        }
        return options;
    }

    private Optional<Pattern> regex(String source, Optional<FieldType> type) {
        Place place = field.member("validation_regex");
        if (type.isPresent() && type.get() != FieldType.STRING) {
            place.refuse("a regex can only check a string", "no regex, or the type string");
        }
        if (source.isEmpty()) {
            place.refuse("the regex is empty", REGEX_EXPECTED);
        } else if (source.length() > regexCharacters) {
            place.refuse(
                    "the regex is longer than the limit 'regex_characters'",
                    "at most " + regexCharacters + " characters");
        } else if (!RegexSize.isBearable(source)) {
            place.refuse("the regex repeats too much", "repetitions that come to at most " + RegexSize.MOST + " steps");
        } else {
            return compiled(place, source);
        }
        return Optional.empty();
    }

    private static Optional<Pattern> compiled(Place place, String source) {
        try {
            Pattern pattern = Pattern.compile(source);
            Pattern unused =
                    Pattern.compile("^(?:" + source + ")$"); // as the schema has it: an open \\Q would not end there
            return Optional.of(pattern);
        } catch (PatternSyntaxException e) {
            place.refuse("the regex does not compile: " + e.getMessage(), REGEX_EXPECTED);
        } catch (RuntimeException | StackOverflowError e) {
            place.refuse("the regex does not compile", REGEX_EXPECTED);
        }
        return Optional.empty();
    }

    private void checkDefault(
            boolean required, Optional<FieldType> type, List<JsonNode> options, Optional<Pattern> regex) {
        Place place = field.member("default");
        if (role == FieldReader.Role.RESPONSE) {
            place.refuse("a field of a response has no default", "no default");
            return;
        }
        if (required) {
            place.refuse("a required parameter never takes its default", "no default, or required: false");
        }
        type.ifPresent(known -> checkDefault(place, known, options, regex));
    }

    private static void checkDefault(Place place, FieldType type, List<JsonNode> options, Optional<Pattern> regex) {
        JsonNode value = place.node();
        if (type == FieldType.FILE) {
            place.refuse("a file has no default", "no default");
        } else if (!Values.isOf(type, value)) {
            place.refuse("the default is not of the type " + type.json(), Values.expected(type));
        } else if (type == FieldType.ENUM && !options.isEmpty() && !isOneOf(options, value)) {
            place.refuse("the default is outside the options", Values.expected(type));
        } else if (type == FieldType.STRING && regex.isPresent() && !regex.get().matches(value.textValue())) {
            place.refuse("the default does not match the regex", "a string that matches as a whole");
        }
    }

    private static boolean isOneOf(List<JsonNode> options, JsonNode value) {
        Object wanted = Values.comparable(value);
        return options.stream().map(Values::comparable).anyMatch(wanted::equals);
    }
}
