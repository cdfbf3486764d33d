package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One place in a definition: what stands there, and where problems with it are told. Every read gives a value to go on with, also after a problem, so that one pass
 * finds all of them.
 */
record Place(JsonNode node, String pointer, Problems problems) {

    static final Duration LONGEST = Duration.ofDays(1);

    void refuse(String message, String expected) {
        problems.add(pointer, message, expected);
    }

    /** What stands at a name; absent when there is none. */
    Place member(String name) {
        return new Place(node.path(name), pointer + "/" + escaped(name), problems);
    }

    /** An explicit null is as good as nothing. */
    boolean isAbsent() {
        return node.isMissingNode() || node.isNull();
    }

    boolean isPresent() {
        return !isAbsent();
    }

    /** False, and told, when this is not an object. Members of other names are told as well. */
    boolean isObjectOf(String what, Set<String> names, Set<String> ignored) {
        if (!node.isObject()) {
            refuse(what + " is " + kind() + " and not an object", "an object");
            return false;
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name) && !ignored.contains(name)) {
                member(name).refuseName(name, names);
            }
        });
        return true;
    }

    private void refuseName(String name, Set<String> names) {
        String hint = Texts.nearest(name, new TreeSet<>(names))
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
        refuse(
                "there is no member named " + Texts.quoted(name) + hint,
                "one of " + String.join(", ", new TreeSet<>(names)));
    }

    /** The elements of a list; none, and told, when it is something else. */
    List<Place> elements() {
        if (isAbsent()) {
            return List.of();
        }
        if (!node.isArray()) {
            refuseKind("a list");
            return List.of();
        }
        List<Place> elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            elements.add(new Place(node.get(i), pointer + "/" + i, problems));
        }
        return elements;
    }

    List<Place> elements(String limit, int most) {
        List<Place> elements = elements();
        if (elements.size() > most) {
            refuse(
                    "there are " + elements.size() + " elements, more than the limit '" + limit + "'",
                    "at most " + most);
        }
        return elements;
    }

    /** A string; empty when absent, or, and told, when it is something else. */
    Optional<String> text() {
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        }
        if (isPresent()) {
            refuseKind("a string");
        }
        return Optional.empty();
    }

    /** A string that must be there. */
    Optional<String> requiredText(String what, String expected) {
        if (isAbsent()) {
            refuse(what + " is missing", expected);
        }
        return text();
    }

    boolean flag(boolean whenAbsent) {
        if (isPresent() && !node.isBoolean()) {
            refuseKind("true or false");
        }
        return isAbsent() ? whenAbsent : node.booleanValue();
    }

    <E extends Enum<E>> E choice(Class<E> type, E whenAbsent) {
        List<String> names = new ArrayList<>();
        Optional<String> text = text();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (text.isPresent() && name.equals(text.get())) {
                return constant;
            }
            names.add(name);
        }
        text.ifPresent(other -> refuse(notOneOf(other, names), "one of " + String.join(", ", names)));
        return whenAbsent;
    }

    static String notOneOf(String written, List<String> names) {
        return Texts.quoted(written) + " is not known"
                + Texts.nearest(written, names)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("");
    }

    /** An integer of a range. */
    int integer(int whenAbsent, int least, int most) {
        if (isAbsent()) {
            return whenAbsent;
        }
        String expected = "an integer from " + least + " to " + most;
        if (!node.isIntegralNumber()) {
            refuseKind(expected);
        } else if (!node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            refuse("the number is out of range", expected);
        } else {
            return node.intValue();
        }
        return whenAbsent;
    }

    /** Seconds, with up to three decimals. */
    Optional<Duration> seconds(Duration least) {
        if (isAbsent()) {
            return Optional.empty();
        }
        String expected = "seconds, a number from " + least.toMillis() / 1000.0 + " to " + LONGEST.toSeconds();
        if (!Values.isFiniteNumber(node)) {
            refuseKind(expected);
            return Optional.empty();
        }
        BigDecimal seconds = node.decimalValue();
        if (seconds.compareTo(exact(least)) < 0 || seconds.compareTo(exact(LONGEST)) > 0) {
            refuse("the number is out of range", expected);
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(seconds.movePointRight(3).longValue()));
    }

    private static BigDecimal exact(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }

    void refuseKind(String expected) {
        refuse("this is " + kind(), expected);
    }

    String kind() {
        return Values.kind(node);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
