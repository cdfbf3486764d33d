package dev.beworkflows.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schema.ContractSchemas;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldType;
import java.util.Optional;

/** The query arguments of a call. */
final class CallQuery {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private CallQuery() {}

    static ObjectNode argument(Field field) {
        ObjectNode argument = JSON.objectNode()
                .put("name", field.name())
                .put("in", "query")
                .put("required", field.rules().required());
        ObjectNode schema = ContractSchemas.text(field);
        Optional.ofNullable(schema.remove("description"))
                .ifPresent(text -> argument.put("description", about(field, text.asText())));
        Optional<JsonNode> sample = ContractSchemas.textSample(field);
        if (field.type() == FieldType.OBJECT) {
            // text that is JSON
            ObjectNode media = argument.putObject("content").putObject("application/json");
            media.set("schema", schema);
            sample.ifPresent(value -> media.set("example", value));
            return argument;
        }
        if (field.type() == FieldType.ARRAY) {
            argument.put("style", "form").put("explode", true);
            texts(schema);
        }
        argument.set("schema", schema);
        sample.ifPresent(value -> argument.set("example", value));
        return argument;
    }

    private static String about(Field field, String text) {
        return field.type() == FieldType.ARRAY ? text + " Repeated for each element; or once, as a JSON array." : text;
    }

    /** The default of an array is what the tasks get, which is more than text can say. */
    private static void texts(ObjectNode schema) {
        JsonNode byDefault = schema.path("default");
        boolean isText = byDefault.isArray() && byDefault.valueStream().allMatch(JsonNode::isTextual);
        if (!isText) {
            schema.remove("default");
        }
    }

    /** Any further argument, for a workflow that takes them. */
    static void addOthers(ArrayNode parameters) {
        parameters.addObject().put("$ref", "#/components/parameters/AnyQuery");
    }
}
