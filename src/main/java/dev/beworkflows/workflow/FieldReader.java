package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads lists of parameters and of fields of response rows. */
final class FieldReader {

    static final Set<String> MEMBERS =
            Set.of("name", "label", "desc", "type", "options", "default", "required", "validation_regex");
    static final int LONGEST_NAME = 100;

    private static final String NAME_EXPECTED = "1 to " + LONGEST_NAME + " characters, no control characters";

    private final DefinitionLimits limits;

    FieldReader(DefinitionLimits limits) {
        this.limits = limits;
    }

    /** Where a list of fields stands, and with it what a field may be. */
    enum Role {
        PARAMETER,
        FORM,
        RESPONSE
    }

    List<Field> read(Place list, Role role) {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Place place : list.elements("fields", limits.fields())) {
            if (place.isObjectOf("a field", MEMBERS, Set.of())) {
                fields.add(field(place, role, names));
            }
        }
        return fields;
    }

    private Field field(Place place, Role role, Set<String> names) {
        String name = name(place.member("name"), names);
        About about = new About(
                place.member("label").text().orElse(""),
                place.member("desc").text().orElse(""));
        Optional<FieldType> type = type(place.member("type"), role);
        FieldRules rules = new RulesReader(place, role, limits.regexCharacters()).read(type);
        return new Field(name, about, type.orElse(FieldType.ANY), rules);
    }

    /** The name of a field or the key of a response item; none of them twice. */
    static String name(Place place, Set<String> taken) {
        Optional<String> text = place.requiredText("the name", NAME_EXPECTED);
        if (text.isEmpty()) {
            return "";
        }
        String name = text.get();
        if (name.isEmpty()) {
            place.refuse("the name is empty", NAME_EXPECTED);
        } else if (name.length() > LONGEST_NAME) {
            place.refuse("the name is too long: " + name.length() + " characters", NAME_EXPECTED);
        } else if (Texts.hasControls(name)) {
            place.refuse("the name holds a control character", NAME_EXPECTED);
        } else if (!taken.add(name)) {
            place.refuse(Texts.quoted(name) + " is there twice", "every name once");
        }
        return name;
    }

    private static Optional<FieldType> type(Place place, Role role) {
        if (place.isAbsent()) {
            place.refuse("the type is missing", "one of " + names(role));
            return Optional.empty();
        }
        JsonNode node = place.node();
        FieldType type = place.choice(FieldType.class, FieldType.ANY);
        if (type == FieldType.FILE && role != Role.FORM) {
            place.refuse("a file can only come in a form", "one of " + names(role));
        }
        // An unknown type was told; its default and options are then judged by no type at all.
        return type.json().equals(node.textValue()) ? Optional.of(type) : Optional.empty();
    }

    private static String names(Role role) {
        List<String> names = new ArrayList<>();
        for (FieldType type : FieldType.values()) {
            if (type != FieldType.FILE || role == Role.FORM) {
                names.add(type.json());
            }
        }
        return String.join(", ", names);
    }
}
