package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonBodyTest {

    private static final String ASTRAL = "\ud83d\ude00";

    @Test
    void countsCharactersAsJsonSchemaDoes() {
        JsonBody right = body(ASTRAL.repeat(10));
        assertEquals(ASTRAL.repeat(10), right.required("name", 10));
        assertTrue(right.problems().isEmpty());
        JsonBody wrong = body(ASTRAL.repeat(11));
        String unused = wrong.required("name", 10);
        assertFalse(wrong.problems().isEmpty());
    }

    private static JsonBody body(String name) {
        return new JsonBody(JsonNodeFactory.instance.objectNode().put("name", name), Set.of("name"));
    }
}
