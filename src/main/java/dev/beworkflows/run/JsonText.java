package dev.beworkflows.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * A JSON object as the text that workers get and the database keeps: written once, on the thread that checked it, however large it is. Half surrogate pairs are escapes in it, and it has no line ends.
 */
public record JsonText(String text) {

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

    private static final JsonText EMPTY = new JsonText("{}");

    public static JsonText of(ObjectNode object) {
        try {
            // by way of bytes: twice as fast as by way of characters
            return object.isEmpty()
                    ? EMPTY
                    : new JsonText(new String(MAPPER.writeValueAsBytes(object), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON", e);
        }
    }

    /** Reads it anew each time. */
    public ObjectNode tree() {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return (ObjectNode) tree;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text that was written as JSON cannot be read", e);
        }
    }

    /** Writes and reads all JSON that is kept: whatever a string holds can be encoded, and what was written can be read. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    @Override
    public String toString() {
        return text;
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
