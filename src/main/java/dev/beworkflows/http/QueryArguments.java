package dev.beworkflows.http;

import dev.beworkflows.schema.NamedText;
import dev.beworkflows.schema.RequestProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The query of a management request. Reading collects what is wrong; {@link #check} tells all of it at once. */
final class QueryArguments {

    private final Map<String, String> sent = new HashMap<>();
    private final List<RequestProblem> problems = new ArrayList<>();

    QueryArguments(List<NamedText> query) {
        for (NamedText argument : query) {
            if (sent.put(argument.name(), argument.text()) != null) {
                wrong(argument.name(), "stands there twice", "at most one");
            }
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(sent.remove(name));
    }

    /**
     * @param parse throws a RuntimeException on what is wrong
     * @param expected what would be right
     */
    <T> Optional<T> parsed(String name, Function<String, T> parse, String expected) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (RuntimeException e) {
                wrong(name, "'" + text + "' cannot be read", expected);
                return Optional.empty();
            }
        });
    }

    Optional<Boolean> flag(String name) {
        return parsed(name, QueryArguments::flagOf, "true or false");
    }

    /** A count between 1 and {@code most}. */
    int count(String name, int whenMissing, int most) {
        return optionalCount(name, most).orElse(whenMissing);
    }

    /** A count between 1 and {@code most}. */
    Optional<Integer> optionalCount(String name, int most) {
        return parsed(name, text -> countOf(text, 1, most), "an integer from 1 to " + most);
    }

    /** A count between 0 and {@code most}; 0 when it is missing. */
    int countOrNone(String name, int most) {
        return parsed(name, text -> countOf(text, 0, most), "an integer from 0 to " + most)
                .orElse(0);
    }

    /** @throws ProblemException when anything was wrong, or sent that nobody asked for */
    void check() {
        sent.keySet().stream().sorted().forEach(name -> wrong(name, "is not known here", "a documented argument"));
        if (!problems.isEmpty()) {
            throw Problem.ofRequest(ApiError.INVALID_REQUEST, problems).asException();
        }
    }

    /** For what is found out beside reading single arguments. */
    void wrong(String name, String message, String expected) {
        problems.add(new RequestProblem("query", name, "", message, expected));
    }

    private static boolean flagOf(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static int countOf(String text, int least, int most) {
        int count = Integer.parseInt(text);
        if (count < least || count > most) {
            throw new IllegalArgumentException();
        }
        return count;
    }
}
