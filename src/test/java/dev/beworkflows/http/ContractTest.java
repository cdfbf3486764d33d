package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.openapi.OpenApiRules;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the server is what the server does. */
class ContractTest {

    /** Which of them a path has is up to the workflow. */
    private static final Set<HttpMethod> OF_CALLS =
            Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

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
        Set<String> served = new TreeSet<>();
        server.routes()
                .routes()
                .forEach((template, handler) -> methods(handler)
                        .filter(method -> !method.equals(HttpMethod.HEAD))
                        .forEach(method -> served.add(method + " " + template.replaceAll(":([a-z_]+)", "{$1}"))));
        assertEquals(String.join("\n", served), String.join("\n", described(operation -> true)));
    }

    @Test
    void saysOfEveryRouteWhetherItIsOpen() {
        Set<String> open = new TreeSet<>();
        server.routes().routes().forEach((template, handler) -> {
            if (handler.isOpen()) {
                methods(handler)
                        .filter(method -> !method.equals(HttpMethod.HEAD))
                        .forEach(method -> open.add(method + " " + template.replaceAll(":([a-z_]+)", "{$1}")));
            }
        });
        assertEquals(open, described(operation -> operation.has("security")));
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

    private Set<String> described(java.util.function.Predicate<JsonNode> which) {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()) && which.test(member.getValue()))
                        .forEach(member -> described.add(
                                member.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return described;
    }

    private static Stream<HttpMethod> methods(EndpointHandler handler) {
        return handler.methods() instanceof MethodTable table ? table.methods().stream() : OF_CALLS.stream();
    }
}
