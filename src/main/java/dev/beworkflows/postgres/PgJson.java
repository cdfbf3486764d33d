package dev.beworkflows.postgres;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.run.JsonText;
import java.io.IOException;
import java.io.OutputStream;

/**
 * JSON as text for PostgreSQL. Whatever a string holds, also NUL and half a surrogate pair, becomes an escape: nothing in the text fails to be encoded, and a column
 * of type {@code json} gives back the same characters.
 */
final class PgJson {

    private PgJson() {}

    static String text(JsonNode json) {
        try {
            return JsonText.mapper().writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON", e);
        }
    }

    /** Writes what {@link #text} writes, piece by piece. */
    static JsonGenerator generator(OutputStream utf8) throws IOException {
        return JsonText.mapper().getFactory().createGenerator(utf8);
    }

    static JsonParser parser(String text) throws IOException {
        return JsonText.mapper().getFactory().createParser(text);
    }

    static JsonNode parse(String text) {
        try {
            return JsonText.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON that cannot be read", e);
        }
    }
}
