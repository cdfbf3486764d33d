package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says of most objects, quickly and beyond doubt, that they fit fields of which the types alone decide. Of all others it says nothing: the JSON Schema is asked, whose verdict counts.
 *
 * <p>Workers ask the same question of rows, so that a task need not wait for the server's word.
 */
final class PlainFields {

    private static final Set<FieldType> PLAIN =
            Set.of(FieldType.STRING, FieldType.NUMBER, FieldType.INTEGER, FieldType.BOOLEAN);

    private final List<Field> fields;
    private final Map<String, Field> byName = new HashMap<>();
    private final Set<String> required = new HashSet<>();
    private final boolean nullable;
    private final boolean open;

    private PlainFields(List<Field> fields, boolean nullable, boolean open) {
        this.fields = fields;
        this.nullable = nullable;
        this.open = open;
        for (Field field : fields) {
            byName.put(field.name(), field);
            if (field.rules().required()) {
                required.add(field.name());
            }
        }
    }

    /** As {@link SchemaWriter#request} writes them. */
    static PlainFields request(List<Field> fields) {
        return new PlainFields(fields, false, false);
    }

    /** As {@link SchemaWriter#row} writes them. */
    static PlainFields row(List<Field> fields) {
        return new PlainFields(fields, true, fields.isEmpty());
    }

    /** False: nobody knows yet. */
    boolean surelyFits(JsonNode object) {
        if (!object.isObject()) {
            return false;
        }
        if (open) {
            return true;
        }
        int found = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            Field field = byName.get(member.getKey());
            if (field == null || !surelyFits(field, member.getValue())) {
                return false;
            }
            found += field.rules().required() ? 1 : 0;
        }
        return found == required.size();
    }

    private boolean surelyFits(Field field, JsonNode value) {
        if (value.isNull()) {
            return nullable && !field.rules().required() && isPlain(field);
        }
        return isPlain(field)
                && switch (field.type()) {
                    case STRING -> value.isTextual();
                    case NUMBER -> value.isNumber();
                    case INTEGER -> value.isIntegralNumber();
                    case BOOLEAN -> value.isBoolean();
                    case ENUM, DATE, DATETIME, OBJECT, ARRAY, ANY, FILE -> false;
                };
    }

    private static boolean isPlain(Field field) {
        return PLAIN.contains(field.type()) && field.rules().validationRegex().isEmpty();
    }

    /** What workers are told, as PROTOCOL.md has it; empty when the types alone do not decide. */
    Optional<JsonNode> forWorkers() {
        if (open) {
            return Optional.of(JsonNodeFactory.instance.nullNode());
        }
        if (!fields.stream().allMatch(PlainFields::isPlain)) {
            return Optional.empty();
        }
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        for (Field field : fields) {
            told.putArray(field.name())
                    .add(field.type().json())
                    .add(field.rules().required());
        }
        return Optional.of(told);
    }
}
