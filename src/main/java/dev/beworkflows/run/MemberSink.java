package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Takes the members of a JSON object one after the other, for a tree or straight for text: what is written once for many runs a second needs no tree. */
interface MemberSink {

    MemberSink text(String name, @Nullable String value);

    MemberSink number(String name, long value);

    MemberSink number(String name, @Nullable BigDecimal value);

    MemberSink json(String name, JsonNode value);

    MemberSink json(String name, JsonText value);

    MemberSink texts(String name, List<String> values);

    /** An object with a member for each of these. */
    MemberSink texts(String name, SortedMap<String, String> values);

    /** An object with these members, each of them a list of objects. */
    <T> MemberSink lists(String name, SortedMap<String, List<T>> values, BiFunction<MemberSink, T, MemberSink> members);

    MemberSink object(String name, UnaryOperator<MemberSink> members);
}
