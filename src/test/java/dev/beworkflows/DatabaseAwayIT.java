package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without its database a server calls what it knows, and says of everything else why it cannot. */
class DatabaseAwayIT {
    private static final String API = "/api/app/be_workflows";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @Test
    void callsGoOnAndTheRestSaysThatTheDatabaseIsAway() throws Exception {
        PausableProxy proxy = new PausableProxy(database.address().port());
        DatabaseAddress real = database.address();
        String url = "postgresql://" + real.user() + ":" + real.password() + "@127.0.0.1:" + proxy.port() + "/"
                + real.database();
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1", Setting.DATABASE_URL, url))) {
            ObjectNode definition = server.chain("say", function("say", "ti.response_data('out', [{'said': 'hi'}])"));
            String id = server.save(definition);
            proxy.close();
            assertEquals(200, server.get(server.callPath(id)).status());
            String one = API + "/be_wf_graph/id/" + id;
            for (String path : List.of(
                    API + "/be_wf_graph",
                    one,
                    one + "/versions",
                    one + "/versions/1/diff",
                    one + "/export",
                    API + "/runs",
                    API + "/keys",
                    API + "/secrets",
                    API + "/schedules")) {
                assertAway(server.get(path), path);
            }
            assertAway(server.send("PUT", one, "application/json", definition.toString()), "save");
            assertEquals(200, server.get(server.callPath(id)).status());
        }
    }

    private static void assertAway(Answer answer, String what) {
        assertEquals(503, answer.status(), what + " " + answer.response().body());
        assertEquals("/problems/database-away", answer.json().path("type").asText(), what);
        assertEquals("1", answer.header("retry-after"), what);
    }
}
