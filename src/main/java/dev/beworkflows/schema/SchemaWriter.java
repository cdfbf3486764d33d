package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.Field;
import java.util.List;

/** Field definitions as JSON Schema, draft 2020-12. */
final class SchemaWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SchemaWriter() {}

    /** The schema of one part of a request: an object with these members and no others. */
    static ObjectNode request(List<Field> fields) {
        return object(fields, false, true);
    }

    /** The schema of one row; a field that is not required may also be null. Without fields any object is a row. */
    static ObjectNode row(List<Field> fields) {
        return object(fields, true, !fields.isEmpty());
    }

    private static ObjectNode object(List<Field> fields, boolean nullable, boolean closed) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (Field field : fields) {
            properties.set(field.name(), field(field, nullable && !field.rules().required()));
            if (field.rules().required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return closed ? schema.put("additionalProperties", false) : schema;
    }

    /** The schema of one value. */
    static ObjectNode field(Field field, boolean nullable) {
        ObjectNode schema = JSON.objectNode();
        if (!field.about().label().isEmpty()) {
            schema.put("title", field.about().label());
        }
        if (!field.about().description().isEmpty()) {
            schema.put("description", field.about().description());
        }
        field.rules().defaultValue().ifPresent(value -> schema.set("default", value));
        constrain(schema, field, nullable);
        return schema;
    }

    private static void constrain(ObjectNode schema, Field field, boolean nullable) {
        switch (field.type()) {
            case ENUM -> {
                ArrayNode options = schema.putArray("enum");
                field.rules().options().forEach(options::add);
                if (nullable) {
                    options.addNull();
                }
            }
            case DATE ->
                schema.setAll(type(JSON.objectNode(), "string", nullable).put("format", "date"));
            case DATETIME ->
                schema.setAll(type(JSON.objectNode(), "string", nullable).put("format", "date-time"));
            case STRING -> {
                ObjectNode unused = type(schema, "string", nullable);
                field.rules().validationRegex().ifPresent(regex -> schema.put("pattern", "^(?:" + regex + ")$"));
            }
            case NUMBER, INTEGER, BOOLEAN, OBJECT, ARRAY -> {
                ObjectNode unused = type(schema, field.type().json(), nullable);
            }
            case ANY, FILE -> {}
        }
    }

    private static ObjectNode type(ObjectNode schema, String type, boolean nullable) {
        if (nullable) {
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        return schema.put("type", type);
    }
}
