package dev.beworkflows.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.schema.NamedText;
import dev.beworkflows.schema.RawRequest;
import dev.beworkflows.schema.RequestProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a schedule sends with each call.
 *
 * @param json an object of {@code url_params}, {@code body} and {@code form}, as it was written
 */
public record FixedRequest(ObjectNode json) {

    private static final String URL_PARAMS = "url_params";
    private static final String BODY = "body";
    private static final String FORM = "form";
    private static final Set<String> MEMBERS = Set.of(URL_PARAMS, BODY, FORM);
    private static final String SCALAR = "a string, a number, true or false, or a list of these";

    /** What is wrong with its form, whatever the workflow; pointers begin with this one. */
    public static List<RequestProblem> problems(JsonNode json, String pointer) {
        List<RequestProblem> problems = new ArrayList<>();
        if (!json.isObject()) {
            problems.add(wrong("", pointer, "is no object", "an object of url_params, body and form"));
            return problems;
        }
        json.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                problems.add(
                        wrong(name, pointer + "/" + escaped(name), "is not known here", "url_params, body or form"));
            }
        });
        for (String part : List.of(URL_PARAMS, FORM)) {
            texts(json.path(part), pointer + "/" + part, problems);
        }
        return problems;
    }

    private static void texts(JsonNode part, String pointer, List<RequestProblem> problems) {
        if (part.isMissingNode() || part.isNull()) {
            return;
        }
        if (!part.isObject()) {
            problems.add(wrong("", pointer, "is no object", "an object of names and values"));
            return;
        }
        part.properties().forEach(member -> {
            boolean right = member.getValue().isArray() ? areScalars(member.getValue()) : isScalar(member.getValue());
            if (!right) {
                String place = pointer + "/" + escaped(member.getKey());
                problems.add(wrong(member.getKey(), place, "cannot be sent as text", SCALAR));
            }
        });
    }

    private static boolean areScalars(JsonNode list) {
        for (JsonNode element : list) {
            if (!isScalar(element)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalar(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }

    /** As if a caller had sent it. */
    public RawRequest raw() {
        JsonNode body = json.path(BODY);
        return new RawRequest(
                texts(json.path(URL_PARAMS)),
                body.isMissingNode() || body.isNull() ? Optional.empty() : Optional.of(body),
                texts(json.path(FORM)),
                Map.of());
    }

    private static List<NamedText> texts(JsonNode part) {
        List<NamedText> texts = new ArrayList<>();
        part.properties().forEach(member -> {
            if (member.getValue().isArray()) {
                member.getValue().forEach(one -> texts.add(new NamedText(member.getKey(), one.asText())));
            } else {
                texts.add(new NamedText(member.getKey(), member.getValue().asText()));
            }
        });
        return texts;
    }

    /** All three parts, for who reads it. */
    public ObjectNode shown() {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.set(URL_PARAMS, object(json.path(URL_PARAMS)));
        shown.set(BODY, json.has(BODY) ? json.get(BODY) : JsonNodeFactory.instance.nullNode());
        shown.set(FORM, object(json.path(FORM)));
        return shown;
    }

    private static JsonNode object(JsonNode part) {
        return part.isObject() ? part : JsonNodeFactory.instance.objectNode();
    }

    /** Where in a schedule's JSON that stands which a check of the request found. */
    public static RequestProblem located(RequestProblem problem, String pointer) {
        String part = problem.in().equals("query") ? URL_PARAMS : problem.in();
        return wrong(problem.name(), pointer + "/" + part + problem.pointer(), problem.message(), problem.expected());
    }

    private static RequestProblem wrong(String name, String pointer, String message, String expected) {
        return new RequestProblem("body", name, pointer, message, expected);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
