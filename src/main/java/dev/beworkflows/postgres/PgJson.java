package dev.beworkflows.postgres;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;

/**
 * JSON as text for PostgreSQL. Whatever a string holds, also NUL and half a surrogate pair, becomes an escape: nothing in the text fails to be encoded, and a column
 * of type {@code json} gives back the same characters.
 */
final class PgJson {

    /** Below the surrogates: they and what is above them are written as escapes. */
    private static final int HIGHEST_PLAIN_CHARACTER = 0xD7FF;

    /** What was accepted once must be readable for ever, so these limits are wide. */
    private static final StreamReadConstraints WIDE = StreamReadConstraints.builder()
            .maxNestingDepth(10_000)
            .maxNumberLength(1_000_000)
            .maxStringLength(1_000_000_000)
            .maxNameLength(10_000_000)
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(factory())
            // a number comes back digit for digit
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private PgJson() {}

    static String text(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON", e);
        }
    }

    /** Writes what {@link #text} writes, piece by piece. */
    static JsonGenerator generator(Writer text) throws IOException {
        return MAPPER.getFactory().createGenerator(text);
    }

    static JsonParser parser(String text) throws IOException {
        return MAPPER.getFactory().createParser(text);
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds JSON that cannot be read", e);
        }
    }

    private static JsonFactory factory() {
        JsonFactoryBuilder builder = (JsonFactoryBuilder) JsonFactory.builder();
        return builder.highestNonEscapedChar(HIGHEST_PLAIN_CHARACTER)
                .streamReadConstraints(WIDE)
                .streamWriteConstraints(
                        StreamWriteConstraints.builder().maxNestingDepth(10_000).build())
                .build();
    }
}
