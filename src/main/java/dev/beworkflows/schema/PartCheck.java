package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.FieldType;
import dev.beworkflows.workflow.Texts;
import dev.beworkflows.workflow.UnknownParams;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks one part of a request: query, body or form. */
final class PartCheck {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CLEAN =
            "text without U+0000 and half surrogates, and numbers within the range of doubles";

    private final String in;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final UnknownParams unknown;
    private final PlainFields plain;
    private final Schema schema;

    PartCheck(String in, List<Field> fields, UnknownParams unknown) {
        this.in = in;
        fields.forEach(field -> this.fields.put(field.name(), field));
        this.unknown = unknown;
        this.plain = PlainFields.request(fields);
        this.schema = Schemas.compile(SchemaWriter.request(fields));
    }

    /** Converts and checks what came as text. */
    ObjectNode texts(List<NamedText> texts, ProblemList problems) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        texts.forEach(text ->
                byName.computeIfAbsent(text.name(), name -> new ArrayList<>(1)).add(text.text()));
        Values values = new Values(problems);
        fields.values().forEach(field -> {
            List<String> sent = byName.remove(field.name());
            if (sent != null) {
                text(field, sent, values);
            }
        });
        byName.forEach((name, sent) ->
                values.undeclared(name, sent.size() == 1 ? JSON.textNode(sent.get(0)) : TextConverter.array(sent)));
        return values.checked();
    }

    /** Checks a JSON body; none is the same as one without members. */
    ObjectNode json(Optional<JsonNode> body, ProblemList problems) {
        if (body.isPresent() && !body.get().isObject()) {
            problems.add(in, "", "", "is " + Words.shown(body.get()), "a JSON object");
            return JSON.objectNode();
        }
        Values values = new Values(problems);
        JsonNode members = body.orElseGet(JSON::objectNode);
        for (Field field : fields.values()) {
            JsonNode value = members.get(field.name());
            if (value != null && !value.isNull()) {
                values.put(field, value);
            }
        }
        members.fieldNames().forEachRemaining(name -> {
            if (!fields.containsKey(name)) {
                values.undeclared(name, members.get(name));
            }
        });
        return values.checked();
    }

    private static void text(Field field, List<String> sent, Values values) {
        if (sent.size() > 1 && field.type() == FieldType.ARRAY) {
            values.put(field, TextConverter.array(sent));
        } else if (sent.size() > 1) {
            values.wrong(field, "is sent " + sent.size() + " times");
        } else {
            TextConverter.convert(field, sent.get(0))
                    .ifPresentOrElse(
                            value -> values.put(field, value),
                            () -> values.wrong(
                                    field, "expected " + Words.expected(field) + ", got " + Words.quoted(sent.get(0))));
        }
    }

    /** The values of one request on their way from sent to checked. */
    private final class Values {

        private final ProblemList problems;
        private final ObjectNode sent = JSON.objectNode();
        private final ObjectNode passed = JSON.objectNode();
        private final Set<String> wrong = new HashSet<>();

        Values(ProblemList problems) {
            this.problems = problems;
        }

        void put(Field field, JsonNode value) {
            boolean isWholeDouble = field.type() == FieldType.INTEGER && value.isNumber() && !value.isIntegralNumber();
            sent.set(field.name(), isWholeDouble ? WholeNumber.of(value) : value);
        }

        void wrong(Field field, String message) {
            wrong.add(field.name());
            problems.add(in, field.name(), Words.step(field.name()), message, Words.expected(field));
        }

        void undeclared(String name, JsonNode value) {
            switch (unknown) {
                case REFUSE ->
                    problems.add(
                            in,
                            Words.cut(name),
                            Words.step(Words.cut(name)),
                            "is not declared" + hint(name),
                            declared());
                case PASS -> passed.set(name, value);
                case IGNORE -> {}
            }
        }

        /** Every declared parameter in order of declaration, then what is passed on undeclared. */
        ObjectNode checked() {
            if (!plain.surelyFits(sent)) {
                schema.validate(sent).forEach(this::tell);
            }
            CleanText.check(sent, "", (pointer, message) -> problems.add(in, nameOf(pointer), pointer, message, CLEAN));
            CleanText.check(
                    passed, "", (pointer, message) -> problems.add(in, nameOf(pointer), pointer, message, CLEAN));
            ObjectNode result = JSON.objectNode();
            fields.values().forEach(field -> result.set(field.name(), value(field)));
            result.setAll(passed);
            return result;
        }

        private JsonNode value(Field field) {
            JsonNode value = sent.get(field.name());
            return value != null ? value : field.rules().defaultValue().orElse(NullNode.getInstance());
        }

        private void tell(Error error) {
            boolean isMissing = "required".equals(error.getKeyword());
            String name = isMissing
                    ? error.getProperty()
                    : String.valueOf(error.getInstanceLocation().getName(0));
            Field field = fields.get(name);
            if (field == null || !wrong.add(name) || field.type() == FieldType.FILE) {
                return;
            }
            String message = isMissing ? "is required" : Words.mismatch(field, sent.path(name));
            problems.add(in, name, Words.step(name), message, Words.expected(field));
        }

        private String nameOf(String pointer) {
            return pointer.isEmpty()
                    ? ""
                    : pointer.split("/", 3)[1].replace("~1", "/").replace("~0", "~");
        }

        private String hint(String name) {
            return Texts.nearest(name, fields.keySet())
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
        }

        private String declared() {
            return fields.isEmpty() ? "no parameters here" : "one of: " + String.join(", ", fields.keySet());
        }
    }
}
