package dev.beworkflows.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.*;

public final class WorkflowFolder {
    private WorkflowFolder() {}

    public static JsonNode read(Path folder) {
        try {
            JsonNode d = new YAMLMapper().readTree(Files.readString(folder.resolve("workflow.yaml")));
            for (JsonNode t : d.path("tasks")) {
                var unused = ((ObjectNode) t)
                        .put(
                                "code",
                                Files.readString(folder.resolve("tasks")
                                        .resolve(t.path("name").asText() + ".py")));
            }
            return d;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
