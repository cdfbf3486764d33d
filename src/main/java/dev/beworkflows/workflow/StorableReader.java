package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Refuses, anywhere in a definition, what could not be stored: NUL, halves of surrogate pairs, infinite numbers. */
final class StorableReader {

    private static final String EXPECTED = "Unicode text without U+0000";

    private StorableReader() {}

    /** Walks without recursion, so that depth costs no stack. */
    static void read(Place root) {
        Deque<Place> waiting = new ArrayDeque<>();
        waiting.add(root);
        while (!waiting.isEmpty()) {
            Place place = waiting.poll();
            check(place);
            if (place.node().isArray()) {
                waiting.addAll(place.elements());
            } else if (place.node().isObject()) {
                place.node().fieldNames().forEachRemaining(name -> {
                    checkName(place, name);
                    waiting.add(place.member(name));
                });
            }
        }
    }

    private static void check(Place place) {
        JsonNode node = place.node();
        if (node.isTextual() && !Texts.isStorable(node.textValue())) {
            place.refuse("the text holds a NUL or half of a surrogate pair", EXPECTED);
        } else if (node.isNumber() && !Values.isFiniteNumber(node)) {
            place.refuse("the number is not finite", "a finite number");
        } else if (node.isBinary() || node.isPojo()) {
            place.refuseKind("JSON");
        }
    }

    private static void checkName(Place place, String name) {
        if (!Texts.isStorable(name)) {
            place.refuse("the name of a member holds a NUL or half of a surrogate pair", EXPECTED);
        }
    }
}
