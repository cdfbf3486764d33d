package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.access.Permission;
import dev.beworkflows.openapi.OpenApiRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the server is what the server does. */
class ContractTest {

    /** How a description begins. */
    private static final Map<Permission, String> ROLES = Map.ofEntries(
            Map.entry(Permission.OPEN, "Open to everybody"),
            Map.entry(Permission.KNOWN, "Role: any"),
            Map.entry(Permission.CALL, "Role: caller"),
            Map.entry(Permission.SEE_CONTRACT, "Role: any"),
            Map.entry(Permission.SEE_WORKFLOWS, "Role: viewer"),
            Map.entry(Permission.WRITE_WORKFLOWS, "Role: author"),
            Map.entry(Permission.SEE_RUNS, "Role: viewer"),
            Map.entry(Permission.CONTROL_RUNS, "Role: caller"),
            Map.entry(Permission.SEE_METRICS, "Role: viewer"),
            Map.entry(Permission.SEE_SECRETS, "Role: author"),
            Map.entry(Permission.ADMINISTER, "Role: admin"));

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private static final Set<String> EXAMPLES = Set.of("example", "examples");

    @TempDir
    static Path folder;

    private static HttpServerFixture server;
    private final JsonNode document = ContractRoutes.document("1.2.3");

    @BeforeAll
    static void start() {
        server = new HttpServerFixture(folder, HttpLimits.DEFAULT, Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void describesExactlyTheRoutesThatExist() {
        Set<String> served = routes().map(ContractTest::line).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", served), String.join("\n", described().keySet()));
    }

    @Test
    void namesTheRoleThatEachOfThemNeeds() {
        Map<String, JsonNode> described = described();
        routes().forEach(route -> {
            JsonNode operation = described.get(line(route));
            String role = operation.path("description").asText();
            assertTrue(role.matches("(?s)" + ROLES.get(route.permission()) + "\\b.*"), () -> line(route) + " " + role);
            assertEquals(route.permission() == Permission.OPEN, operation.has("security"), () -> line(route));
        });
        assertEquals(Set.of(Permission.values()), ROLES.keySet());
    }

    @Test
    void namesEveryKindOfFailure() {
        Set<String> named = new TreeSet<>();
        document.at("/components/responses")
                .forEach(response -> response.path("content")
                        .path("application/problem+json")
                        .path("examples")
                        .forEach(example -> named.add(example.at("/value/type").asText())));
        Set<String> all =
                Stream.of(ApiError.values()).map(ApiError::type).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, named);
    }

    @Test
    void isOpenApi() {
        OpenApiRules.check(document);
    }

    /** Generators take an object that says nothing for one that is always empty. */
    @Test
    void namesTheMembersOfEveryObjectOrLeavesThemOpen() {
        List<String> silent = new ArrayList<>();
        silentObjects(document, "", silent);
        assertEquals(List.of(), silent);
    }

    private Map<String, JsonNode> described() {
        Map<String, JsonNode> described = new TreeMap<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> described.put(
                                member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue())));
        return described;
    }

    private static Stream<Route> routes() {
        return server.routes().stream().filter(route -> !route.method().equals("HEAD"));
    }

    private static String line(Route route) {
        return route.method() + " " + route.template().replaceAll(":([a-z_]+)", "{$1}");
    }

    private static void silentObjects(JsonNode node, String pointer, List<String> silent) {
        JsonNode type = node.path("type");
        boolean isObject = !type.isObject() && type.toString().contains("\"object\"");
        if (isObject && !node.has("properties") && !node.has("additionalProperties")) {
            silent.add(pointer);
        }
        node.properties().stream()
                .filter(member -> !EXAMPLES.contains(member.getKey()))
                .forEach(member -> silentObjects(member.getValue(), pointer + "/" + member.getKey(), silent));
        if (node.isArray()) {
            node.forEach(element -> silentObjects(element, pointer + "/-", silent));
        }
    }
}
