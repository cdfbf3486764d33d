package dev.beworkflows.openapi;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What refers to what within a document. */
final class References {

    private final ObjectNode document;
    private final Set<String> reached = new HashSet<>();

    private References(ObjectNode document) {
        this.document = document;
    }

    /** Takes out the components that nothing refers to; security schemes are referred to by name and stay. */
    static void prune(ObjectNode document) {
        References references = new References(document);
        references.follow(document.path("paths"));
        for (String kind : List.of("schemas", "responses", "parameters", "headers", "requestBodies", "examples")) {
            ObjectNode components = document.withObject("/components").withObjectProperty(kind);
            List<String> unused = components
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(name -> !references.reached.contains(place(kind, name)))
                    .toList();
            components.remove(unused);
            if (components.isEmpty()) {
                document.withObject("/components").remove(kind);
            }
        }
    }

    private void follow(JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isTextual() && reached.add(reference.asText())) {
            follow(document.at(JsonPointer.compile(reference.asText().substring(1))));
        }
        node.forEach(this::follow);
    }

    private static String place(String kind, String name) {
        return "#/components/" + kind + "/" + name;
    }
}
