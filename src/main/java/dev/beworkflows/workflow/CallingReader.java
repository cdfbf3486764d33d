package dev.beworkflows.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads how a workflow is called. */
final class CallingReader {

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

    private static final int MOST_AT_ONCE = 100_000;

    private CallingReader() {}

    static Calling read(Place root) {
        Mode mode = root.member("mode").choice(Mode.class, Mode.FOREGROUND);
        List<String> methods = methods(root.member("methods"));
        Optional<Duration> timeout = root.member("timeout").seconds(SHORTEST_TIMEOUT);
        return new Calling(mode, methods, timeout, queueing(root));
    }

    private static Queueing queueing(Place root) {
        int priority = root.member("priority").integer(0, Queueing.LOWEST, Queueing.HIGHEST);
        int concurrency = root.member("concurrency").integer(0, 1, MOST_AT_ONCE);
        return new Queueing(priority, concurrency == 0 ? OptionalInt.empty() : OptionalInt.of(concurrency));
    }

    private static List<String> methods(Place place) {
        if (place.isAbsent()) {
            return Calling.ALL_METHODS;
        }
        List<Place> elements = place.elements();
        if (elements.isEmpty() && place.node().isArray()) {
            place.refuse("there are no methods, so that nobody could call", expected());
        }
        List<String> named = new ArrayList<>();
        for (Place element : elements) {
            if (element.node().isNull()) {
                element.refuseKind(expected());
            }
            element.text().ifPresent(method -> add(named, method, element));
        }
        return Calling.ALL_METHODS.stream().filter(named::contains).toList();
    }

    private static void add(List<String> named, String method, Place place) {
        if (!Calling.ALL_METHODS.contains(method)) {
            place.refuse(Place.notOneOf(method, Calling.ALL_METHODS), expected());
        } else if (named.contains(method)) {
            place.refuse(method + " is there twice", "every method once");
        } else {
            named.add(method);
        }
    }

    private static String expected() {
        return "some of " + String.join(", ", Calling.ALL_METHODS);
    }
}
