package dev.beworkflows.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schema.ContractSchemas;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldType;
import dev.beworkflows.workflow.RequestFields;
import dev.beworkflows.workflow.UnknownParams;
import java.util.List;
import java.util.function.Predicate;

/** What the body of a call may be: JSON, or a form in either encoding, never both at once. */
final class CallBody {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REFERENCE = "#/components/schemas/";

    private final RequestFields fields;
    private final boolean closed;

    CallBody(RequestFields fields) {
        this.fields = fields;
        this.closed = fields.unknownParams() == UnknownParams.REFUSE;
    }

    /** Whether a call without a body is refused. */
    boolean isRequired() {
        return fields.body().stream().anyMatch(CallBody::isRequired)
                || fields.form().stream().anyMatch(CallBody::isRequired);
    }

    /** The request body; without content when there is none to send. Its schemas go to the components. */
    ObjectNode write(ObjectNode schemas) {
        ObjectNode body = JSON.objectNode().put("required", isRequired());
        ObjectNode content = body.putObject("content");
        boolean jsonOnly = fields.body().stream().anyMatch(CallBody::isRequired);
        boolean formOnly = !jsonOnly && fields.form().stream().anyMatch(CallBody::isRequired);
        if (!formOnly && !(fields.body().isEmpty() && closed)) {
            json(content, schemas);
        }
        if (!jsonOnly && !fields.form().isEmpty()) {
            forms(content, schemas);
        }
        return body;
    }

    private void json(ObjectNode content, ObjectNode schemas) {
        schemas.set("CallBody", ContractSchemas.body(fields.body(), closed));
        ObjectNode example = JSON.objectNode();
        fields.body()
                .forEach(field -> ContractSchemas.sample(field).ifPresent(value -> example.set(field.name(), value)));
        media(content, "application/json", "CallBody", fields.body(), example);
    }

    private void forms(ObjectNode content, ObjectNode schemas) {
        ObjectNode example = JSON.objectNode();
        fields.form()
                .forEach(field ->
                        ContractSchemas.textSample(field).ifPresent(value -> example.set(field.name(), value)));
        boolean needsFile = fields.form().stream().anyMatch(field -> isFile(field) && isRequired(field));
        if (!needsFile) {
            List<Field> texts = fields.form().stream()
                    .filter(Predicate.not(CallBody::isFile))
                    .toList();
            schemas.set("CallForm", form(texts));
            media(content, "application/x-www-form-urlencoded", "CallForm", texts, example);
        }
        schemas.set("CallMultipart", form(fields.form()));
        media(content, "multipart/form-data", "CallMultipart", fields.form(), example);
    }

    private ObjectNode form(List<Field> sent) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        sent.forEach(field -> properties.set(field.name(), ContractSchemas.text(field)));
        List<String> required =
                sent.stream().filter(CallBody::isRequired).map(Field::name).toList();
        if (!required.isEmpty()) {
            required.forEach(schema.putArray("required")::add);
        }
        return schema.put("additionalProperties", !closed);
    }

    private static void media(ObjectNode content, String type, String schema, List<Field> sent, ObjectNode example) {
        ObjectNode media = content.putObject(type);
        media.putObject("schema").put("$ref", REFERENCE + schema);
        boolean isForm = !type.endsWith("json");
        sent.stream()
                .filter(field -> isForm && field.type() == FieldType.OBJECT)
                .forEach(field -> media.withObject("encoding")
                        .withObjectProperty(field.name())
                        .put("contentType", "application/json"));
        boolean isWhole = sent.stream().noneMatch(field -> isRequired(field) && !example.has(field.name()));
        if (isWhole) {
            media.set("example", example);
        }
    }

    private static boolean isRequired(Field field) {
        return field.rules().required();
    }

    private static boolean isFile(Field field) {
        return field.type() == FieldType.FILE;
    }
}
