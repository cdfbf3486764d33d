package dev.beworkflows.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schema.ContractSchemas;
import dev.beworkflows.workflow.ResponseItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The answer of a call: {@code {"data": {item: [row …]}, "meta": {item: {…}}}}, with the types of the rows. */
final class CallAnswer {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<ResponseItem> items;

    CallAnswer(List<ResponseItem> items) {
        this.items = items;
    }

    /** Puts the typed schema in the place of {@code Answer}, and one for the rows of each item beside it. */
    void write(ObjectNode schemas, Set<String> taken) {
        ComponentNames names = new ComponentNames(taken);
        ObjectNode data = object("The rows of each item.");
        ObjectNode meta = object("The metadata of each item.");
        for (ResponseItem item : items) {
            String row = names.of(item.key(), "Row");
            schemas.set(row, ContractSchemas.row(item.fields()));
            member(data, item.key(), list(item, row));
            member(meta, item.key(), JSON.objectNode().put("type", "object").put("additionalProperties", true));
        }
        ObjectNode answer = object("The rows and the metadata of each response item.");
        member(answer, "data", data);
        member(answer, "meta", meta);
        schemas.set("Answer", answer);
    }

    /** An answer with one row for each item for which one can be made up. */
    ObjectNode example() {
        ObjectNode example = JSON.objectNode();
        ObjectNode data = example.putObject("data");
        ObjectNode meta = example.putObject("meta");
        for (ResponseItem item : items) {
            ArrayNode rows = data.putArray(item.key());
            row(item).ifPresent(rows::add);
            meta.putObject(item.key());
        }
        return example;
    }

    private static Optional<JsonNode> row(ResponseItem item) {
        ObjectNode row = JSON.objectNode();
        item.fields().forEach(field -> ContractSchemas.sample(field).ifPresent(value -> row.set(field.name(), value)));
        boolean isWhole =
                item.fields().stream().noneMatch(field -> field.rules().required() && !row.has(field.name()));
        return isWhole ? Optional.of(row) : Optional.empty();
    }

    private static ObjectNode list(ResponseItem item, String row) {
        ObjectNode list = JSON.objectNode().put("type", "array");
        list.putObject("items").put("$ref", "#/components/schemas/" + row);
        String about = ContractSchemas.described(item.about());
        return about.isEmpty() ? list : list.put("description", about);
    }

    private static ObjectNode object(String description) {
        ObjectNode schema = JSON.objectNode().put("type", "object").put("description", description);
        schema.putObject("properties");
        schema.putArray("required");
        return schema.put("additionalProperties", false);
    }

    private static void member(ObjectNode object, String name, JsonNode schema) {
        object.withObjectProperty("properties").set(name, schema);
        object.withArrayProperty("required").add(name);
    }
}
