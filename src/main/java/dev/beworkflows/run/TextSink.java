package dev.beworkflows.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Members that become text. What the generator fails with comes as an {@link UncheckedIOException}.
 *
 * @param json one that can write trees
 */
record TextSink(JsonGenerator json) implements MemberSink {

    private interface Writing {
        void write() throws IOException;
    }

    /** Writes an object with these members. */
    void object(UnaryOperator<MemberSink> members) {
        MemberSink unused = write(() -> inObject(members));
    }

    @Override
    public MemberSink text(String name, @Nullable String value) {
        return write(() -> json.writeStringField(name, value));
    }

    @Override
    public MemberSink number(String name, long value) {
        return write(() -> json.writeNumberField(name, value));
    }

    @Override
    public MemberSink number(String name, @Nullable BigDecimal value) {
        return write(() -> {
            json.writeFieldName(name);
            json.writeNumber(value);
        });
    }

    @Override
    public MemberSink json(String name, JsonNode value) {
        return write(() -> {
            json.writeFieldName(name);
            json.writeTree(value);
        });
    }

    @Override
    public MemberSink json(String name, JsonText value) {
        return write(() -> {
            json.writeFieldName(name);
            json.writeRawValue(value.text());
        });
    }

    @Override
    public MemberSink texts(String name, List<String> values) {
        return write(() -> {
            json.writeArrayFieldStart(name);
            for (String value : values) {
                json.writeString(value);
            }
            json.writeEndArray();
        });
    }

    @Override
    public MemberSink texts(String name, SortedMap<String, String> values) {
        return write(() -> {
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, String> value : values.entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        });
    }

    @Override
    public MemberSink object(String name, UnaryOperator<MemberSink> members) {
        return write(() -> {
            json.writeFieldName(name);
            inObject(members);
        });
    }

    @Override
    public <T> MemberSink lists(
            String name, SortedMap<String, List<T>> values, BiFunction<MemberSink, T, MemberSink> members) {
        return write(() -> {
            json.writeObjectFieldStart(name);
            for (Map.Entry<String, List<T>> list : values.entrySet()) {
                json.writeArrayFieldStart(list.getKey());
                for (T value : list.getValue()) {
                    inObject(sink -> members.apply(sink, value));
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    private void inObject(UnaryOperator<MemberSink> members) throws IOException {
        json.writeStartObject();
        MemberSink unused = members.apply(this);
        json.writeEndObject();
    }

    private MemberSink write(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
