package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.access.KeyInfo;
import dev.beworkflows.access.KeyRing;
import dev.beworkflows.access.KeySecret;
import dev.beworkflows.access.KeyStore;
import dev.beworkflows.access.Permission;
import dev.beworkflows.access.Role;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role at every route that the router knows, at its own objects and at those of others. */
class AccessMatrixIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunId OWN = RunId.of(1, new UUID(0, 1));
    private static final RunId OTHERS = RunId.of(1, new UUID(0, 2));
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private final Map<Role, KeySecret> secrets = new EnumMap<>(Role.class);
    private HttpServerFixture server;

    @BeforeEach
    void start() throws IOException {
        Map<String, KeyInfo> keys = new HashMap<>();
        for (Role role : Role.values()) {
            KeySecret secret = KeySecret.random();
            secrets.put(role, secret);
            List<String> workflows = role == Role.CALLER ? List.of("echo") : List.of();
            keys.put(secret.hash(), key(role, workflows));
        }
        server = new HttpServerFixture(
                folder, HttpLimits.DEFAULT, new KeyRing(Optional.empty()), new KeyStore.Snapshot(keys, Map.of()));
        for (String id : List.of("echo", "others")) {
            var unused = HttpServerFixture.await(
                    server.definitions.create(JSON.readTree("{\"id\": \"" + id + "\"}"), Saving.PUBLISHED));
        }
        server.runs.headers.put(OWN, header(OWN, Role.CALLER.json()));
        server.runs.headers.put(OTHERS, header(OTHERS, "somebody"));
        server.runs.started.addAll(List.of(OWN, OTHERS));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyRouteLetsInWhoMayAndNobodyElse() throws Exception {
        for (Route route : server.routes()) {
            String path = path(route, "echo", OWN);
            HttpResponse<String> stranger = send(route.method(), path, Optional.empty());
            assertEquals(route.permission() == Permission.OPEN, stranger.statusCode() != 401, route.toString());
            for (Role role : Role.values()) {
                HttpResponse<String> answer = send(route.method(), path, Optional.of(role));
                boolean refused = answer.statusCode() == 401 || answer.statusCode() == 403;
                assertEquals(role.may(route.permission()), !refused, role + " " + route + " " + answer.body());
                assertFalse(answer.statusCode() == 404 && answer.body().contains("unknown-run"), role + " " + route);
            }
        }
    }

    @Test
    void nothingButHealthContractAndPagesIsOpen() {
        List<String> open = server.routes().stream()
                .filter(route -> route.permission() == Permission.OPEN)
                .map(Route::template)
                .toList();
        assertTrue(open.containsAll(List.of("/healthz", "/readyz")), open.toString());
        assertTrue(open.stream().noneMatch(path -> path.startsWith(HttpRoutes.PREFIX)), open.toString());
        assertTrue(server.routes().size() > 30, "the whole router is walked");
    }

    @Test
    void aCallersKeyOpensItsWorkflowsAndItsRunsOnly() throws Exception {
        int walked = 0;
        for (Route route : server.routes()) {
            if (!Role.CALLER.may(route.permission())) {
                continue;
            }
            if (route.template().contains(":run_id")) {
                HttpResponse<String> answer =
                        send(route.method(), path(route, "echo", OTHERS), Optional.of(Role.CALLER));
                assertEquals(404, answer.statusCode(), route.toString());
                assertTrue(answer.body().contains("/problems/unknown-run"), route + " " + answer.body());
                walked++;
            }
            if (route.template().contains(":id")) {
                HttpResponse<String> answer =
                        send(route.method(), path(route, "others", OWN), Optional.of(Role.CALLER));
                assertEquals(404, answer.statusCode(), route.toString());
                assertTrue(answer.body().contains("/problems/unknown-workflow"), route + " " + answer.body());
                walked++;
            }
        }
        assertTrue(walked >= 13, "routes: " + walked);
    }

    @Test
    void othersAreNotToldApartFromNobodys() throws Exception {
        String run = HttpRoutes.PREFIX + "/runs/";
        String others = send("GET", run + OTHERS, Optional.of(Role.CALLER)).body();
        RunId nobodys = RunId.of(1, new UUID(0, 3));
        String none = send("GET", run + nobodys, Optional.of(Role.CALLER)).body();
        assertEquals(none.replace(nobodys.toString(), "X"), others.replace(OTHERS.toString(), "X"));
    }

    @Test
    void aCallersListShowsItsOwnRunsWhateverItAsksFor() throws Exception {
        for (Role role : List.of(Role.CALLER, Role.VIEWER)) {
            assertEquals(
                    200,
                    send("GET", HttpRoutes.PREFIX + "/runs?user=somebody", Optional.of(role))
                            .statusCode());
        }
        assertEquals(Optional.of("caller"), server.runs.filters.get(0).choice().user());
        assertEquals(
                Optional.of("somebody"), server.runs.filters.get(1).choice().user());
    }

    @Test
    void aCallersStatisticsAreOfItsOwnRunsWhateverItAsksFor() throws Exception {
        for (Role role : List.of(Role.CALLER, Role.VIEWER)) {
            assertEquals(
                    200,
                    send("GET", HttpRoutes.PREFIX + "/runs/stats?user=somebody", Optional.of(role))
                            .statusCode());
        }
        assertEquals(
                Optional.of("caller"), server.runs.questions.get(0).choice().user());
        assertEquals(
                Optional.of("somebody"), server.runs.questions.get(1).choice().user());
    }

    @Test
    void aRunBelongsToWhoeverItIsCalledFor() throws Exception {
        String call = HttpRoutes.PREFIX + "/be_wf_graph/id/echo/call";
        assertEquals(200, send("GET", call, Optional.of(Role.CALLER)).statusCode());
        assertEquals(Optional.of("caller"), server.runs.callers.get(0).user());
        HttpRequest forAda = request("GET", call, Optional.of(Role.ADMIN))
                .header("On-Behalf-Of", "ada")
                .build();
        assertEquals(
                200, CLIENT.send(forAda, HttpResponse.BodyHandlers.ofString()).statusCode());
        assertEquals(Optional.of("ada"), server.runs.callers.get(1).user());
    }

    private static String path(Route route, String workflow, RunId run) {
        return route.template()
                .replace(":id", workflow)
                .replace(":environment_id", "0".repeat(24))
                .replace(":run_id", run.toString())
                .replace(":version", "1")
                .replaceAll(":[a-z_]+", "x");
    }

    private HttpResponse<String> send(String method, String path, Optional<Role> role) throws Exception {
        // whatever the answer is, streams included: its head is enough
        return CLIENT.send(
                request(method, path, role).build(),
                info -> info.headers().firstValue("content-type").orElse("").startsWith("text/event-stream")
                        ? HttpResponse.BodySubscribers.replacing("")
                        : HttpResponse.BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8));
    }

    private HttpRequest.Builder request(String method, String path, Optional<Role> role) {
        boolean body = method.equals("POST") || method.equals("PUT");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body ? HttpRequest.BodyPublishers.ofString("{}") : HttpRequest.BodyPublishers.noBody());
        if (body) {
            request.header("Content-Type", "application/json");
        }
        role.ifPresent(known ->
                request.header("Authorization", "Bearer " + secrets.get(known).text()));
        return request;
    }

    private static KeyInfo key(Role role, List<String> workflows) {
        return new KeyInfo(
                role.json(),
                role.json(),
                "bew_",
                new KeyInfo.Grant(role, workflows, role.json(), role == Role.ADMIN, OptionalInt.empty()),
                new KeyInfo.Times(
                        Instant.now(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static RunHeader header(RunId id, String user) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return new RunHeader(
                id,
                new VersionRef(new WorkflowId("echo"), 1),
                Mode.BACKGROUND,
                new RunCaller(Optional.of(user), "GET", Map.of()),
                RunRequest.of(nothing, nothing, nothing, Map.of()));
    }
}
