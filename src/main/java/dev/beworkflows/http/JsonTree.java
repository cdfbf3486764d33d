package dev.beworkflows.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Builds the tree of one document. Numbers keep all their digits; one whose exponent could fill the memory when somebody writes it out is refused here, as is text
 * that could not be stored. The parser bounds the depth, and with it the recursion.
 */
final class JsonTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;
    private final int maxExponent;

    JsonTree(JsonParser parser, int maxExponent) {
        this.parser = parser;
        this.maxExponent = maxExponent;
    }

    JsonNode read() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw refused("nothing but white space");
        }
        JsonNode document = value(first);
        if (parser.nextToken() != null) {
            throw refused("something stands after the end of the document");
        }
        return document;
    }

    private JsonNode value(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(storable(parser.getText()));
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(decimal());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case FIELD_NAME, END_OBJECT, END_ARRAY, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("the parser gave " + token);
        };
    }

    private ObjectNode object() throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = storable(parser.currentName());
            object.set(name, value(parser.nextToken()));
        }
        return object;
    }

    private ArrayNode array() throws IOException {
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private JsonNode integer() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> NODES.numberNode(parser.getIntValue());
            case LONG -> NODES.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> NODES.numberNode(parser.getBigIntegerValue());
        };
    }

    private BigDecimal decimal() throws IOException {
        BigDecimal number;
        try {
            number = parser.getDecimalValue();
        } catch (NumberFormatException e) {
            // the exponent itself does not fit into an int
            throw hugeExponent();
        }
        long magnitude = (long) number.precision() - number.scale();
        if (Math.abs(magnitude) > maxExponent) {
            throw hugeExponent();
        }
        return number;
    }

    private JsonParseException hugeExponent() {
        return refused("a number with an exponent beyond " + maxExponent);
    }

    private String storable(String text) throws JsonParseException {
        if (!StrictText.isStorable(text)) {
            throw refused("text with U+0000 or half a surrogate pair");
        }
        return text;
    }

    private JsonParseException refused(String why) {
        return new JsonParseException(parser, why, parser.currentTokenLocation());
    }
}
