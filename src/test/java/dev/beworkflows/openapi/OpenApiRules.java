package dev.beworkflows.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What every document of ours keeps: the official schema of OpenAPI 3.1, references that lead somewhere, names once, examples that fit. */
public final class OpenApiRules {

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private static final Schema OFFICIAL = REGISTRY.getSchema(read("/openapi/openapi-3.1.json"));

    private final JsonNode document;

    private OpenApiRules(JsonNode document) {
        this.document = document;
    }

    public static void check(JsonNode document) {
        OpenApiRules rules = new OpenApiRules(document);
        assertEquals(List.of(), OFFICIAL.validate(document));
        rules.referencesLeadSomewhere();
        rules.operationsAreNamedOnce();
        assertTrue(rules.examples() > 0);
    }

    private void referencesLeadSomewhere() {
        each(document, node -> {
            JsonNode reference = node.path("$ref");
            if (reference.isTextual()) {
                assertFalse(resolved(node).isMissingNode(), reference.asText());
            }
        });
    }

    private void operationsAreNamedOnce() {
        Set<String> names = new HashSet<>();
        each(document.path("paths"), node -> {
            if (node.path("operationId").isTextual()) {
                assertTrue(names.add(node.path("operationId").asText()), node.path("operationId")::asText);
            }
        });
        assertFalse(names.isEmpty());
    }

    /** Of parameters, headers, media types and schemas. */
    private int examples() {
        List<JsonNode> found = new ArrayList<>();
        each(document, node -> {
            if (node.isObject() && (node.has("schema") || node.has("content"))) {
                JsonNode schema = node.path("schema");
                List<JsonNode> examples = new ArrayList<>();
                if (node.has("example")) {
                    examples.add(node.path("example"));
                }
                if (node.path("examples").isObject()) {
                    node.path("examples")
                            .forEach(example -> examples.add(resolved(example).path("value")));
                }
                if (!schema.isMissingNode()) {
                    examples.forEach(example -> fits(schema, example));
                    found.addAll(examples);
                }
            }
        });
        return found.size();
    }

    private void fits(JsonNode schema, JsonNode example) {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        assertEquals(List.of(), REGISTRY.getSchema(whole).validate(example), () -> example + " against " + schema);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : document.at(JsonPointer.compile(reference.substring(1)));
    }

    private static void each(JsonNode node, Consumer<JsonNode> told) {
        told.accept(node);
        node.forEach(child -> each(child, told));
    }

    private static JsonNode read(String name) {
        try (InputStream file = OpenApiRules.class.getResourceAsStream(name)) {
            return new ObjectMapper().readTree(file);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
