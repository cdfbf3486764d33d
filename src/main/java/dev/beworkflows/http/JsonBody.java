package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.schema.RequestProblem;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The JSON object of a management request. Reading collects what is wrong; {@link #check} tells all of it at once. An explicit null is as good as nothing. */
final class JsonBody {

    private final JsonNode body;
    private final List<RequestProblem> problems = new ArrayList<>();

    /** @param members what may stand in it */
    JsonBody(JsonNode body, Set<String> members) {
        this.body = body;
        if (!body.isObject()) {
            problems.add(new RequestProblem("body", "", "", "the body is not an object", "a JSON object"));
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                wrong(
                        name,
                        "is not known here",
                        "one of " + String.join(", ", members.stream().sorted().toList()));
            }
        });
    }

    boolean has(String name) {
        return !body.path(name).isMissingNode() && !body.path(name).isNull();
    }

    Optional<String> text(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!body.path(name).isTextual()) {
            wrong(name, "is no string", "a string");
            return Optional.empty();
        }
        return Optional.of(body.path(name).textValue());
    }

    /** A string of at least one character without control characters; empty, and told, when there is none. */
    String required(String name, int mostCharacters) {
        Optional<String> text = text(name);
        String expected = "1 to " + mostCharacters + " characters without control characters";
        if (!has(name)) {
            wrong(name, "is missing", expected);
        } else if (text.isPresent() && !isShortText(text.get(), mostCharacters)) {
            wrong(name, "cannot be used", expected);
        }
        return text.orElse("");
    }

    private static boolean isShortText(String text, int mostCharacters) {
        return !text.isBlank()
                && text.codePointCount(0, text.length()) <= mostCharacters
                && text.chars().noneMatch(Character::isISOControl);
    }

    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        if (!has(name)) {
            return texts;
        }
        JsonNode list = body.path(name);
        list.forEach(element -> texts.add(element.isTextual() ? element.textValue() : ""));
        boolean right = list.isArray() && list.size() <= most && texts.stream().noneMatch(String::isEmpty);
        if (!right) {
            wrong(name, "is no such list", "a list of at most " + most + " strings");
            texts.clear();
        }
        return texts;
    }

    boolean flag(String name, boolean whenAbsent) {
        if (has(name) && !body.path(name).isBoolean()) {
            wrong(name, "is neither true nor false", "true or false");
        }
        return body.path(name).asBoolean(whenAbsent);
    }

    OptionalInt integer(String name, int least, int most) {
        JsonNode node = body.path(name);
        if (!has(name)) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            wrong(name, "cannot be used", "an integer from " + least + " to " + most);
            return OptionalInt.empty();
        }
        return OptionalInt.of(node.intValue());
    }

    Optional<Instant> time(String name) {
        return text(name).flatMap(text -> {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (RuntimeException e) {
                wrong(name, "is no time", "a time with its offset (RFC 3339), such as 2026-01-31T12:00:00Z");
                return Optional.empty();
            }
        });
    }

    void wrong(String name, String message, String expected) {
        String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
        problems.add(new RequestProblem("body", name, pointer, message, expected));
    }

    List<RequestProblem> problems() {
        return List.copyOf(problems);
    }

    /** @throws ProblemException when anything was wrong */
    void check() {
        if (!problems.isEmpty()) {
            throw Problem.ofRequest(ApiError.INVALID_REQUEST, problems).asException();
        }
    }
}
