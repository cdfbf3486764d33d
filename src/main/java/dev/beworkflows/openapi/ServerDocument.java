package dev.beworkflows.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/** The contract of the whole server. */
public final class ServerDocument {

    static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private ServerDocument() {}

    /**
     * Reads and completes the contract; takes some 100 milliseconds, so once.
     *
     * @param problems every kind of failure there is
     * @param version of the server
     */
    public static ObjectNode read(List<ProblemType> problems, String version) {
        ObjectNode document = ContractFile.read();
        document.withObject("info").put("version", version);
        JsonNode groups = document.remove("x-problem-groups");
        ProblemResponses responses = new ProblemResponses(problems, groups, document.withObject("components"));
        document.path("paths")
                .forEach(path -> path.properties().forEach(member -> {
                    if (METHODS.contains(member.getKey()) && member.getValue() instanceof ObjectNode operation) {
                        responses.write(operation, !operation.has("security"));
                    }
                }));
        return document;
    }
}
