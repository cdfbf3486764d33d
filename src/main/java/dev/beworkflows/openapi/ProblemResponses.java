package dev.beworkflows.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the responses that an operation's {@code x-problems} stand for: one for each status, naming every type that it may have. */
final class ProblemResponses {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String REFERENCE = "#/components/";

    private final Map<String, ProblemType> types = new LinkedHashMap<>();
    private final JsonNode groups;
    private final ObjectNode components;

    /** @param groups names of problems, or of other groups, by name */
    ProblemResponses(List<ProblemType> types, JsonNode groups, ObjectNode components) {
        types.forEach(type -> this.types.put(type.name(), type));
        this.groups = groups;
        this.components = components;
    }

    /** @param guarded whether not everybody may call */
    void write(ObjectNode operation, boolean guarded) {
        Set<String> names = new LinkedHashSet<>();
        expand(JSON.textNode("every"), names);
        if (guarded) {
            expand(JSON.textNode("guarded"), names);
        }
        operation.withArray("x-problems").forEach(name -> expand(name, names));
        operation.remove("x-problems");
        Map<Integer, List<ProblemType>> byStatus = new TreeMap<>();
        types.values().stream()
                .filter(type -> names.contains(type.name()))
                .forEach(type -> byStatus.computeIfAbsent(type.status(), status -> new ArrayList<>())
                        .add(type));
        ObjectNode responses = operation.withObject("responses");
        byStatus.forEach((status, listed) ->
                responses.putObject(status.toString()).put("$ref", REFERENCE + "responses/" + response(listed)));
    }

    private void expand(JsonNode name, Set<String> names) {
        String text = name.asText();
        if (groups.has(text)) {
            groups.get(text).forEach(member -> expand(member, names));
        } else if (types.containsKey(text)) {
            names.add(text);
        } else {
            throw new IllegalStateException("neither a problem nor a group of problems: " + text);
        }
    }

    /** The name under which the response is kept, for all operations that have the same. */
    private String response(List<ProblemType> listed) {
        int status = listed.get(0).status();
        String name = status + "." + listed.stream().map(ProblemType::name).collect(Collectors.joining("."));
        ObjectNode responses = components.withObject("responses");
        if (!responses.has(name)) {
            responses.set(name, response(status, listed));
        }
        return name;
    }

    private static ObjectNode response(int status, List<ProblemType> listed) {
        ObjectNode response = JSON.objectNode();
        response.put("description", listed.stream().map(ProblemType::title).collect(Collectors.joining("; or ")) + ".");
        headers(status)
                .forEach((name, component) ->
                        response.withObject("headers").putObject(name).put("$ref", REFERENCE + "headers/" + component));
        ObjectNode content = response.putObject("content").putObject("application/problem+json");
        content.putObject("schema").put("$ref", REFERENCE + "schemas/Problem");
        ObjectNode examples = content.putObject("examples");
        listed.forEach(type -> examples.putObject(type.name())
                .putObject("value")
                .put("type", type.type())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", type.title()));
        return response;
    }

    private static Map<String, String> headers(int status) {
        return switch (status) {
            case 401 -> Map.of("WWW-Authenticate", "WwwAuthenticate");
            case 405 -> Map.of("Allow", "Allow");
            case 429, 503 -> Map.of("Retry-After", "RetryAfter");
            default -> Map.of();
        };
    }
}
