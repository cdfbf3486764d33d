package dev.beworkflows.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object as the text that workers get and the database keeps: of a call it is written once, on the thread that checked it, however large it is. Half surrogate pairs are escapes in it, and it
 * has no line ends.
 */
public final class JsonText {

    /** Below the surrogates: they and what is above them are written as escapes. */
    private static final int HIGHEST_PLAIN_CHARACTER = 0xD7FF;

    private static final int USUAL = 1_000;

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

    private static final JsonText EMPTY = new JsonText("{}", null);

    private @Nullable String text;
    private final @Nullable ObjectNode tree;

    private JsonText(@Nullable String text, @Nullable ObjectNode tree) {
        this.text = text;
        this.tree = tree;
    }

    /** Writes it now. */
    public static JsonText of(ObjectNode object) {
        return object.isEmpty() ? EMPTY : new JsonText(write(object), null);
    }

    /** What was read from the database: mostly it is looked at only, so it is written when somebody wants the text. */
    static JsonText asRead(ObjectNode object) {
        return new JsonText(null, object);
    }

    public String text() {
        String written = text;
        if (written == null) {
            written = write(Objects.requireNonNull(tree));
            text = written;
        }
        return written;
    }

    /** Not to be changed. Of a call it is read anew each time. */
    public ObjectNode tree() {
        if (tree != null) {
            return tree;
        }
        try {
            JsonNode read = MAPPER.readTree(text());
            return (ObjectNode) read;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text that was written as JSON cannot be read", e);
        }
    }

    /** The text of an object with these members. */
    static String object(UnaryOperator<MemberSink> members) {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream(USUAL);
        try (JsonGenerator json = MAPPER.createGenerator(utf8)) {
            new TextSink(json).object(members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return utf8.toString(StandardCharsets.UTF_8);
    }

    private static String write(ObjectNode object) {
        try {
            // by way of bytes: twice as fast as by way of characters
            return new String(MAPPER.writeValueAsBytes(object), StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON", e);
        }
    }

    /** Writes and reads all JSON that is kept: whatever a string holds can be encoded, and what was written can be read. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonText that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
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
