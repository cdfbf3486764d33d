package dev.beworkflows.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Judges {@code python-shim/tests/schema_cases.json}; {@code test_schema_cases.py} judges the same cases, so that a test without a server says what the server says. */
class SchemaCasesTest {

    private static final Map<String, Function<JsonNode, ObjectNode>> SECTIONS = Map.of(
            "texts", SchemaCases::text,
            "body", SchemaCases::body,
            "rows", SchemaCases::rows,
            "requests", SchemaCases::request);

    @Test
    void everyCaseIsJudgedAsItIsWrittenDown() throws IOException {
        JsonNode all = SchemaCases.all();
        assertEquals(SECTIONS.size(), all.size());
        SECTIONS.forEach((section, judge) -> {
            assertTrue(all.get(section).size() >= 15, section);
            all.get(section).forEach(given -> assertJudged(given, judge.apply(given)));
        });
    }

    private static void assertJudged(JsonNode given, ObjectNode verdict) {
        ObjectNode expected = verdict.objectNode();
        given.properties().stream()
                .filter(member -> verdict.has(member.getKey()))
                .forEach(member -> expected.set(member.getKey(), member.getValue()));
        assertEquals(expected.toString(), verdict.toString(), given::toString);
    }
}
