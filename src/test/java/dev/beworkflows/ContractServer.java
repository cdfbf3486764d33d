package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A server with a key, the examples, and workflows with every type of parameter. */
final class ContractServer implements AutoCloseable {

    static final String KEY = "a-key-for-tests-of-the-contract-only";
    static final List<String> WORKFLOWS = List.of("typed", "formed");

    private static final String GRAPH = "/api/app/be_workflows/be_wf_graph";

    private final TestServer server;

    private ContractServer(TestServer server) {
        this.server = server;
    }

    static ContractServer start() throws Exception {
        ContractServer started = new ContractServer(TestServer.start(new EnumMap<>(Map.of(Setting.API_KEY, KEY))));
        for (String workflow : WORKFLOWS) {
            String definition = Files.readString(Path.of("src/test/resources/contract", workflow + ".json"));
            TestServer.Answer saved = started.server.send(started.server
                    .request(GRAPH)
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString(definition)));
            assertEquals(201, saved.status(), saved.response().body());
        }
        return started;
    }

    String base() {
        return server.base();
    }

    TestServer.Answer get(String path) throws Exception {
        return server.send(
                server.request(path).header("Authorization", "Bearer " + KEY).GET());
    }

    TestServer.Answer call(String workflow, String prefer) throws Exception {
        return server.send(server.request(GRAPH + "/id/" + workflow + "/call")
                .header("Authorization", "Bearer " + KEY)
                .header("Prefer", prefer)
                .GET());
    }

    /** Where the contract of a workflow is; of the server: {@code server}. */
    static String contractOf(String workflow) {
        return workflow.equals("server") ? "/openapi.json" : GRAPH + "/id/" + workflow + "/openapi.json";
    }

    @Override
    public void close() {
        server.close();
    }
}
