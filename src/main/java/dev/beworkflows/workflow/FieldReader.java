package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the definitions of parameters and of fields of response rows. */
final class FieldReader {

    private static final List<String> MEMBERS =
            List.of("label", "name", "desc", "type", "options", "default", "required", "validation_regex");
    private static final int NAME_CHARACTERS = 100;
    private static final int TEXT_CHARACTERS = 10_000;
    private static final int OPTIONS = 1_000;

    private final DefinitionLimits limits;

    FieldReader(DefinitionLimits limits) {
        this.limits = limits;
    }

    /** Where fields stand; decides what they may be. */
    enum Use {
        URL_ARGS,
        BODY,
        FORM,
        RESPONSE
    }

    List<Field> read(Place list, Use use) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Place place : list.elements(limits.fields())) {
            Field field = field(place, use);
            if (!field.name().isEmpty() && !names.add(field.name())) {
                place.member("name").problem("a second '" + Place.cut(field.name()) + "'", "a name of its own");
            }
            fields.add(field);
        }
        return fields;
    }

    /** A name of a parameter, field or response item; empty when it is none. */
    static String name(Place place) {
        if (!place.isPresent()) {
            place.problem("is missing", "a name");
            return "";
        }
        String name = place.text(NAME_CHARACTERS).orElse("");
        boolean right = !name.isBlank() && name.chars().noneMatch(Character::isISOControl);
        if (place.node().isTextual() && place.node().textValue().length() <= NAME_CHARACTERS && !right) {
            place.problem("is empty or has control characters", "1 to " + NAME_CHARACTERS + " visible characters");
        }
        return right ? name : "";
    }

    private Field field(Place place, Use use) {
        place.expectObject("a definition with name and type", MEMBERS);
        String name = place.node().isObject() ? name(place.member("name")) : "";
        About about = new About(
                place.member("label").textOrEmpty(TEXT_CHARACTERS),
                place.member("desc").textOrEmpty(TEXT_CHARACTERS));
        FieldType type = place.member("type").word(FieldType.class, FieldType.STRING);
        if (type == FieldType.FILE && use != Use.FORM) {
            place.member("type").problem("is 'file'", "any other type; files come with forms only");
        }
        List<JsonNode> options = options(place.member("options"), type);
        Optional<String> regex = regex(place.member("validation_regex"), type);
        boolean required = place.member("required").flag(false);
        FieldRules rules = new FieldRules(required, options, Optional.empty(), regex);
        Optional<JsonNode> byDefault = defaultValue(place.member("default"), new Field(name, about, type, rules), use);
        return new Field(name, about, type, new FieldRules(required, options, byDefault, regex));
    }

    private static List<JsonNode> options(Place place, FieldType type) {
        if (type != FieldType.ENUM) {
            if (place.isPresent()) {
                place.problem("stands with type '" + type.json() + "'", "options only with type 'enum'");
            }
            return List.of();
        }
        List<JsonNode> options = new ArrayList<>();
        for (Place option : place.elements(OPTIONS)) {
            if (!option.node().isValueNode() || option.node().isNull()) {
                option.problem("is " + option.kind(), "a string, a number or a boolean");
            } else if (options.contains(option.node())) {
                option.problem("stands twice", "options that differ");
            }
            options.add(option.node());
        }
        if (options.isEmpty()
                && (!place.isPresent()
                        || (place.node().isArray() && place.node().isEmpty()))) {
            place.problem("are missing", "at least one option for type 'enum'");
        }
        return options;
    }

    private Optional<String> regex(Place place, FieldType type) {
        Optional<String> regex = place.text(limits.regexCharacters());
        if (regex.isEmpty()) {
            return regex;
        }
        if (type != FieldType.STRING) {
            place.problem("stands with type '" + type.json() + "'", "a regular expression only with type 'string'");
            return Optional.empty();
        }
        try {
            Pattern unused = Pattern.compile(regex.get());
            return regex;
        } catch (PatternSyntaxException e) {
            place.problem(
                    "does not compile: " + e.getDescription() + ": '" + Place.cut(String.valueOf(e.getPattern())) + "'",
                    "RE2 syntax, which has no back-references and no look-around");
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> defaultValue(Place place, Field field, Use use) {
        if (!place.isPresent()) {
            return Optional.empty();
        }
        if (use == Use.RESPONSE) {
            place.problem("stands in a response", "no default; a task gives every value");
        } else if (field.rules().required()) {
            place.problem("stands with 'required'", "either a default or required");
        } else if (field.type() == FieldType.FILE) {
            place.problem("stands with type 'file'", "no default");
        } else {
            DefaultCheck.problem(field, place.node())
                    .ifPresent(expected -> place.problem("does not fit its own definition", expected));
        }
        return Optional.of(place.node());
    }
}
