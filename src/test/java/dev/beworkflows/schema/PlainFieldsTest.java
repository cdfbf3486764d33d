package dev.beworkflows.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldRules;
import dev.beworkflows.workflow.FieldType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainFieldsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<JsonNode> VALUES = List.of(
            JSON.textNode("x"),
            JSON.textNode("2026-02-30"),
            JSON.numberNode(1),
            JSON.numberNode(1.0),
            JSON.numberNode(2.5),
            JSON.numberNode(new BigInteger("9".repeat(40))),
            JSON.numberNode(new BigDecimal("1e400")),
            JSON.booleanNode(true),
            JSON.nullNode(),
            JSON.arrayNode(),
            JSON.objectNode());

    /** The schema is the reference: whatever surely fits, it accepts. */
    @Test
    void nothingSurelyFitsThatTheSchemaRefuses() {
        Random random = new Random(20260101);
        int sure = 0;
        for (int i = 0; i < 3_000; i++) {
            List<Field> fields = fields(random);
            boolean isRow = random.nextBoolean();
            Schema schema = Schemas.compile(isRow ? SchemaWriter.row(fields) : SchemaWriter.request(fields));
            PlainFields plain = isRow ? PlainFields.row(fields) : PlainFields.request(fields);
            for (int j = 0; j < 20; j++) {
                ObjectNode object = object(random);
                if (plain.surelyFits(object)) {
                    sure++;
                    assertEquals(List.of(), schema.validate(object), () -> object + " " + fields);
                }
            }
        }
        assertTrue(sure > 1_000, "of 60,000 objects only " + sure + " surely fit: this tests nothing");
    }

    @Test
    void mostObjectsOfPlainTypesSurelyFit() throws Exception {
        List<Field> fields = List.of(field("name", FieldType.STRING, true), field("n", FieldType.INTEGER, false));
        PlainFields row = PlainFields.row(fields);
        ObjectMapper mapper = new ObjectMapper();
        assertTrue(row.surelyFits(mapper.readTree("{\"name\":\"x\",\"n\":null}")));
        assertTrue(row.surelyFits(mapper.readTree("{\"name\":\"x\"}")));
        assertFalse(row.surelyFits(mapper.readTree("{\"n\":1}")));
        assertFalse(row.surelyFits(mapper.readTree("{\"name\":null}")));
        assertFalse(PlainFields.request(fields).surelyFits(mapper.readTree("{\"name\":\"x\",\"n\":null}")));
        assertFalse(row.surelyFits(mapper.readTree("[]")));
        assertTrue(PlainFields.row(List.of()).surelyFits(mapper.readTree("{\"any\":[1]}")));
        assertEquals(
                "{\"name\":[\"string\",true],\"n\":[\"integer\",false]}",
                row.forWorkers().orElseThrow().toString());
        assertTrue(PlainFields.row(List.of()).forWorkers().orElseThrow().isNull());
        assertEquals(
                Optional.empty(),
                PlainFields.row(List.of(field("day", FieldType.DATE, false))).forWorkers());
    }

    private static List<Field> fields(Random random) {
        List<Field> fields = new ArrayList<>();
        for (String name : NAMES) {
            if (random.nextBoolean()) {
                fields.add(field(
                        name, FieldType.values()[random.nextInt(FieldType.values().length - 1)], random.nextBoolean()));
            }
        }
        return fields;
    }

    private static Field field(String name, FieldType type, boolean required) {
        List<JsonNode> options = type == FieldType.ENUM ? List.of(JSON.textNode("x"), JSON.numberNode(1)) : List.of();
        return new Field(
                name, new About("", ""), type, new FieldRules(required, options, Optional.empty(), Optional.empty()));
    }

    private static ObjectNode object(Random random) {
        ObjectNode object = JSON.objectNode();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                object.set(name, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return object;
    }
}
