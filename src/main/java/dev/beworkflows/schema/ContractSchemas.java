package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Field definitions as the JSON Schemas of a published contract. They say what {@link SchemaWriter} says, for other programs: labels are described, for a title would name a class in generated
 * clients; and a regular expression is there only in a form that every validator understands the same way.
 */
public final class ContractSchemas {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** RFC 3339 knows offsets up to 23:59; those of the world, and of Java, end at 18:00. */
    private static final String OFFSET = "(?:[Zz]|[+-](?:0[0-9]|1[0-7]):[0-5][0-9]|[+-]18:00)$";

    private ContractSchemas() {}

    /**
     * A JSON body. What is not required may also be null.
     *
     * @param closed whether other members are refused
     */
    public static ObjectNode body(List<Field> fields, boolean closed) {
        return members(SchemaWriter.row(fields), fields).put("additionalProperties", !closed);
    }

    /** A row of a response item; without fields any object. */
    public static ObjectNode row(List<Field> fields) {
        return members(SchemaWriter.row(fields), fields).put("additionalProperties", fields.isEmpty());
    }

    /** A value that travels as text: an argument of a query, or a field of a form. */
    public static ObjectNode text(Field field) {
        ObjectNode schema = SchemaWriter.field(field, false);
        switch (field.type()) {
            case ANY -> schema.put("type", "string");
            case FILE -> schema.put("type", "string").put("format", "binary");
            case ARRAY -> schema.putObject("items").put("type", "string");
            default -> {}
        }
        if (field.type() == FieldType.ARRAY && field.rules().required()) {
            schema.put("minItems", 1); // sent not even once it is not there
        }
        return dressed(schema, field);
    }

    /** What people read about a field; empty when there is nothing to say. */
    public static String described(About about) {
        return Stream.of(about.label(), about.description())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(text -> text.matches("(?s).*[.!?:]") ? text : text + ".")
                .collect(Collectors.joining(" "));
    }

    private static ObjectNode members(ObjectNode schema, List<Field> fields) {
        ObjectNode properties = schema.withObject("properties");
        for (Field field : fields) {
            ObjectNode member = dressed(properties.withObjectProperty(field.name()), field);
            if (field.type() == FieldType.ARRAY) {
                member.putObject("items");
            }
        }
        return schema;
    }

    private static ObjectNode dressed(ObjectNode schema, Field field) {
        schema.remove(List.of("title", "description"));
        Optional<String> regex = field.rules().validationRegex();
        Optional<String> pattern = regex.flatMap(PortablePattern::of);
        if (pattern.isPresent()) {
            schema.put("pattern", pattern.get());
        } else {
            schema.remove("pattern");
        }
        String about = described(field.about());
        String rule = regex.isPresent() && pattern.isEmpty() ? "Matches `" + regex.get() + "` (RE2) as a whole." : "";
        String text = Stream.of(about, rule).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        if (!text.isEmpty()) {
            schema.put("description", text);
        }
        if (field.type() == FieldType.ENUM) {
            typeOfOptions(schema);
        } else if (field.type() == FieldType.DATETIME) {
            schema.put("pattern", OFFSET);
        }
        return schema;
    }

    /** Options of one type say so: generators make an enum of the language out of it. Those of several types are told apart, since no language has an enum for them. */
    private static void typeOfOptions(ObjectNode schema) {
        Map<String, ArrayNode> byType = new LinkedHashMap<>();
        schema.path("enum")
                .forEach(option -> byType.computeIfAbsent(typeOf(option), type -> JSON.arrayNode())
                        .add(option));
        boolean isNullable = byType.remove("null") != null;
        if (byType.size() == 1) {
            String type = byType.keySet().iterator().next();
            if (isNullable) {
                schema.putArray("type").add(type).add("null");
            } else {
                schema.put("type", type);
            }
            return;
        }
        schema.remove("enum");
        ArrayNode any = schema.putArray("anyOf");
        byType.forEach((type, options) -> any.addObject().put("type", type).set("enum", options));
        if (isNullable) {
            any.addObject().put("type", "null");
        }
    }

    private static String typeOf(JsonNode option) {
        return switch (option.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL -> "null";
            default -> "number";
        };
    }

    /** A value that fits the field, if one is known: its default, or one made up. Never one of a file. */
    public static Optional<JsonNode> sample(Field field) {
        return field.rules().defaultValue().filter(value -> !value.isNull()).or(() -> Samples.of(field));
    }

    /** As {@link #sample}, for {@link #text}. */
    public static Optional<JsonNode> textSample(Field field) {
        return sample(field).map(value -> field.type() == FieldType.ARRAY ? asTexts(value) : value);
    }

    private static JsonNode asTexts(JsonNode value) {
        ArrayNode texts = JSON.arrayNode();
        value.forEach(element -> texts.add(element.isTextual() ? element.textValue() : element.toString()));
        return texts;
    }
}
