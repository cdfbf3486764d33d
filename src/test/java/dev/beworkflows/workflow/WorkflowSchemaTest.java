package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors say of a workflow.yaml is what the server says. */
class WorkflowSchemaTest {

    private static final JsonNode JSON = json();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()))
            .getSchema(JSON);

    /** What no schema can say, by words of the reader's messages. */
    private static final List<String> BEYOND_A_SCHEMA = List.of(
            "twice",
            "no task named",
            "wait for",
            "compile",
            "not of the type",
            "outside",
            "does not match",
            "not finite",
            "less than",
            "the limit '",
            "does not name",
            "options of pip",
            "addresses",
            "control",
            "NUL",
            "the size is out of range");

    @ParameterizedTest
    @ValueSource(strings = {"hello", "diamond", "branches", "iris", "countdown", "train-in-background"})
    void theExamplesAreAccepted(String name) {
        String yaml = WorkflowFolder.files(Path.of("src/main/examples", name)).get("workflow.yaml");
        assertEquals(List.of(), errors(YamlFile.parse("workflow.yaml", yaml).content()));
    }

    @Test
    void whatTheReaderAcceptsTheSchemaAccepts() {
        List<ObjectNode> right = new ArrayList<>();
        for (int seed = 0; seed < 500; seed++) {
            right.add(new GeneratedDefinitions(seed).workflow());
        }
        right.add((ObjectNode) Json.parse(Definitions.FULL));
        for (ObjectNode definition : right) {
            String yaml = WorkflowFolder.files(Json.accepted(definition)).get("workflow.yaml");
            assertEquals(List.of(), errors(YamlFile.parse("workflow.yaml", yaml).content()), yaml);
            assertEquals(List.of(), errors(withoutCode(definition)), definition::toString);
        }
    }

    @Test
    void anExplicitNullIsAsGoodAsNothing() {
        ObjectNode definition = (ObjectNode) Json.parse("{'tasks': [{'name': 'a'}], 'response': [{'key': 'k'}]}");
        properties("").stream()
                .filter(name -> !name.equals("tasks") && !name.equals("response"))
                .forEach(definition::putNull);
        assertEquals(List.of(), errors(definition));
    }

    @ParameterizedTest
    @MethodSource({
        "dev.beworkflows.workflow.MalformedDefinitionsTest#wholes",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#members",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#parameters",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#defaults",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#responses",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#tasks",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#edges",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#requirements",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#needs",
        "dev.beworkflows.workflow.MalformedDefinitionsTest#texts"
    })
    void whatTheReaderRefusesTheSchemaRefuses(String json, String word, List<String> pointers) {
        boolean code =
                pointers.stream().anyMatch(pointer -> pointer.endsWith("/code") || pointer.equals("/interceptor"));
        boolean beyond = BEYOND_A_SCHEMA.stream()
                .anyMatch(((WorkflowReader.Reading.Refused) Json.read(Json.parse(json)))
                        .problems()
                        .toString()::contains);
        if (!code && !beyond) {
            assertNotEquals(List.of(), errors(withoutCode(Json.parse(json))), json);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'p', 'type': 'string', 'default': 1}",
                "{'name': 'p', 'type': 'number', 'default': '1'}",
                "{'name': 'p', 'type': 'integer', 'default': 1.5}",
                "{'name': 'p', 'type': 'boolean', 'default': 'yes'}",
                "{'name': 'p', 'type': 'date', 'default': '2024-02-30'}",
                "{'name': 'p', 'type': 'datetime', 'default': 1}",
                "{'name': 'p', 'type': 'object', 'default': []}",
                "{'name': 'p', 'type': 'array', 'default': {}}",
                "{'name': 'p', 'type': 'enum', 'options': ['a', 'a']}",
                "{'name': 'a\\tb', 'type': 'any'}"
            })
    void alsoDefaultsAndOptionsAreChecked(String parameter) {
        assertNotEquals(List.of(), errors(Json.parse("{'tasks': [{'name': 'a'}], 'body': [" + parameter + "]}")));
    }

    @Test
    void itsMembersAreTheReaders() {
        assertMembers(WorkflowReader.MEMBERS, "", "interceptor");
        assertMembers(TaskReader.MEMBERS, "/$defs/task", "code");
        assertMembers(GraphReader.EDGE, "/$defs/edge", "");
        assertMembers(FieldReader.MEMBERS, "/$defs/parameter", "");
        assertMembers(FieldReader.MEMBERS, "/$defs/form_field", "");
        assertMembers(FieldReader.MEMBERS, "/$defs/response_field", "");
        assertMembers(ContractReader.ITEM, "/$defs/item", "");
    }

    @Test
    void everyMemberIsDescribed() {
        for (String type : List.of("", "/$defs/task", "/$defs/edge", "/$defs/item", "/$defs/parameter")) {
            for (String member : properties(type)) {
                String description = JSON.at(type + "/properties/" + member)
                        .path("description")
                        .asText();
                assertFalse(description.isBlank(), type + " " + member);
            }
        }
    }

    private static void assertMembers(Set<String> known, String type, String inAFile) {
        Set<String> expected = new HashSet<>(known);
        expected.remove(inAFile);
        assertEquals(expected, properties(type));
        assertEquals(false, JSON.at(type + "/additionalProperties").booleanValue());
    }

    private static Set<String> properties(String type) {
        Set<String> names = new HashSet<>();
        JSON.at(type + "/properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode withoutCode(JsonNode definition) {
        if (definition instanceof ObjectNode object) {
            object.remove("interceptor");
            object.path("tasks").forEach(task -> {
                if (task instanceof ObjectNode member) {
                    member.remove("code");
                }
            });
        }
        return definition;
    }

    private static List<String> errors(JsonNode definition) {
        return SCHEMA.validate(definition).stream().map(Error::toString).toList();
    }

    private static JsonNode json() {
        try {
            return Json.parse(Files.readString(Path.of("src/main/resources/schemas/workflow.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
