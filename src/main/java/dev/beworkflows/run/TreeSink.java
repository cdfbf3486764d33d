package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Members that become a tree. */
record TreeSink(ObjectNode tree) implements MemberSink {

    static ObjectNode tree(UnaryOperator<MemberSink> members) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        MemberSink unused = members.apply(new TreeSink(tree));
        return tree;
    }

    @Override
    public MemberSink text(String name, @Nullable String value) {
        tree.put(name, value);
        return this;
    }

    @Override
    public MemberSink number(String name, long value) {
        tree.put(name, value);
        return this;
    }

    @Override
    public MemberSink number(String name, @Nullable BigDecimal value) {
        tree.put(name, value);
        return this;
    }

    @Override
    public MemberSink json(String name, JsonNode value) {
        tree.set(name, value);
        return this;
    }

    @Override
    public MemberSink json(String name, JsonText value) {
        tree.set(name, value.tree());
        return this;
    }

    @Override
    public MemberSink texts(String name, List<String> values) {
        values.forEach(tree.putArray(name)::add);
        return this;
    }

    @Override
    public MemberSink object(String name, UnaryOperator<MemberSink> members) {
        MemberSink unused = members.apply(new TreeSink(tree.putObject(name)));
        return this;
    }

    @Override
    public MemberSink texts(String name, SortedMap<String, String> values) {
        values.forEach(tree.putObject(name)::put);
        return this;
    }

    @Override
    public <T> MemberSink lists(
            String name, SortedMap<String, List<T>> values, BiFunction<MemberSink, T, MemberSink> members) {
        ObjectNode lists = tree.putObject(name);
        values.forEach((field, list) -> {
            ArrayNode array = lists.putArray(field);
            for (T value : list) {
                MemberSink unused = members.apply(new TreeSink(array.addObject()), value);
            }
        });
        return this;
    }
}
