package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A place in a definition: the value there, the pointer to it, and the list that problems go to. Reading never fails; what is wrong becomes a problem, and a
 * harmless value is returned.
 */
final class Place {

    private static final int ECHO_CHARACTERS = 100;

    private final JsonNode node;
    private final String pointer;
    private final List<WorkflowProblem> problems;

    private Place(JsonNode node, String pointer, List<WorkflowProblem> problems) {
        this.node = node;
        this.pointer = pointer;
        this.problems = problems;
    }

    static Place root(JsonNode definition, List<WorkflowProblem> problems) {
        return new Place(definition, "", problems);
    }

    JsonNode node() {
        return node;
    }

    /** JSON null counts as absent. */
    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    Place member(String name) {
        JsonNode member = node.isObject() && node.has(name) ? node.get(name) : MissingNode.getInstance();
        return new Place(member, pointer + "/" + name.replace("~", "~0").replace("/", "~1"), problems);
    }

    void problem(String message, String expected) {
        problems.add(new WorkflowProblem(pointer, message, expected));
    }

    /** Notes a problem unless the value is an object with only these members. */
    void expectObject(String what, List<String> members) {
        if (!node.isObject()) {
            problem(isPresent() ? "is " + kind() : "is missing", what + ", an object");
            return;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                String hint = Nearest.of(name, members)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
                member(name)
                        .problem(
                                "there is no member '" + cut(name) + "' here" + hint,
                                "one of: " + String.join(", ", members));
            }
        });
    }

    Optional<String> text(int most) {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            problem("is " + kind(), "a string");
            return Optional.empty();
        }
        String text = node.textValue();
        if (text.length() > most) {
            problem("has " + text.length() + " characters", "at most " + most + " characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    String textOrEmpty(int most) {
        return text(most).orElse("");
    }

    boolean flag(boolean byDefault) {
        if (isPresent() && !node.isBoolean()) {
            problem("is " + kind(), "true or false");
        }
        return node.isBoolean() ? node.booleanValue() : byDefault;
    }

    int integer(int byDefault, int least, int most) {
        if (!isPresent()) {
            return byDefault;
        }
        if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least && node.intValue() <= most) {
            return node.intValue();
        }
        problem(
                node.isNumber() ? "is " + cut(node.toString()) : "is " + kind(),
                "an integer from " + least + " to " + most);
        return byDefault;
    }

    Optional<Duration> seconds(double most) {
        if (!isPresent()) {
            return Optional.empty();
        }
        double seconds = node.isNumber() ? node.doubleValue() : -1;
        if (seconds >= 0.001 && seconds <= most) {
            return Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
        }
        problem(
                node.isNumber() ? "is " + cut(node.toString()) : "is " + kind(),
                "seconds from 0.001 to " + (long) most);
        return Optional.empty();
    }

    /** The value as one of an enumeration's words; the first word when it is none. */
    <T extends Enum<T>> T word(Class<T> type, T byDefault) {
        Optional<String> text = text(ECHO_CHARACTERS);
        if (text.isEmpty()) {
            return byDefault;
        }
        List<String> words = new ArrayList<>();
        for (T constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text.get())) {
                return constant;
            }
            words.add(word);
        }
        problem("is '" + cut(text.get()) + "'", "one of: " + String.join(", ", words));
        return byDefault;
    }

    /** @param limit how many elements there may be */
    List<Place> elements(int limit) {
        if (!isPresent()) {
            return List.of();
        }
        if (!node.isArray()) {
            problem("is " + kind(), "a list");
            return List.of();
        }
        if (node.size() > limit) {
            problem("has " + node.size() + " elements", "at most " + limit);
            return List.of();
        }
        List<Place> elements = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Place(node.get(i), pointer + "/" + i, problems));
        }
        return elements;
    }

    /** Notes a problem for every string, and every member's name, that PostgreSQL or UTF-8 cannot hold. */
    void expectCleanText() {
        if (node.isTextual() && !Unclean.in(node.textValue()).isEmpty()) {
            problem(Unclean.in(node.textValue()), "text without NUL and half surrogates");
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                new Place(node.get(i), pointer + "/" + i, problems).expectCleanText();
            }
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!Unclean.in(name).isEmpty()) {
                problem("a member's name: " + Unclean.in(name), "names without NUL and half surrogates");
            } else {
                member(name).expectCleanText();
            }
        });
    }

    String kind() {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "a list";
            case STRING, BINARY -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "missing";
        };
    }

    static String cut(String text) {
        return text.length() <= ECHO_CHARACTERS ? text : text.substring(0, ECHO_CHARACTERS) + "…";
    }
}
