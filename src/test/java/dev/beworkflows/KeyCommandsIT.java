package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.CommandLineTool.Typed;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys are made and revoked at a terminal. */
class KeyCommandsIT {

    @Test
    void keysAreMadeListedAndRevoked() throws Exception {
        try (TestServer server = TestServer.start(Map.of())) {
            CommandLineTool anybody = new CommandLineTool(List.of("--server", server.base()));
            Typed first = anybody.on("keys", "create", "--name", "root", "--role", "admin");
            assertEquals(0, first.exitCode(), first::toString);
            String key = first.out().strip();
            assertTrue(key.startsWith("bew_"), first::toString);
            assertEquals(3, anybody.on("runs").exitCode());

            CommandLineTool admin = new CommandLineTool(List.of("--server", server.base(), "--key", key));
            Typed made = admin.on(
                    "keys",
                    "create",
                    "--name",
                    "app",
                    "--role",
                    "caller",
                    "--workflow",
                    "hello",
                    "--user",
                    "shop",
                    "--on-behalf-of",
                    "--rate",
                    "600",
                    "--expires",
                    "90d",
                    "--json");
            assertEquals(0, made.exitCode(), made::toString);
            assertEquals("shop", made.json().path("user").asText());
            assertEquals(600, made.json().path("rate_per_minute").asInt());
            assertTrue(made.json().path("may_act_for_others").asBoolean());
            assertTrue(made.json().path("expires_at").isTextual());
            CommandLineTool app = new CommandLineTool(List.of(
                    "--server", server.base(), "--key", made.json().path("key").asText()));
            assertEquals(0, app.on("call", "hello").exitCode());
            assertEquals(3, app.on("keys", "list").exitCode());

            String id = made.json().path("id").asText();
            assertTrue(admin.on("keys", "list").out().contains(id));
            assertEquals(0, admin.on("keys", "revoke", id).exitCode());
            assertEquals(3, app.on("call", "hello").exitCode());
            assertEquals(
                    2,
                    admin.on("keys", "create", "--name", "x", "--role", "admin", "--expires", "soon")
                            .exitCode());
        }
    }

    @Test
    void theFirstKeyIsMadeBeforeTheServerIsReachedByOthers(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Typed made =
                CommandLineTool.type("keys", "create", "--name", "root", "--role", "admin", "--data", data.toString());
        assertEquals(0, made.exitCode(), made::toString);
        Map<Setting, String> everywhere = Map.of(Setting.HOST, "0.0.0.0", Setting.WORKERS, "1");
        try (TestServer server = TestServer.start(data, everywhere)) {
            assertEquals(401, server.get("/api/app/be_workflows/whoami").status());
            assertEquals(
                    200,
                    server.send(server.request("/api/app/be_workflows/whoami")
                                    .header("X-Api-Key", made.out().strip()))
                            .status());
            Typed taken =
                    CommandLineTool.type("keys", "create", "--name", "b", "--role", "admin", "--data", data.toString());
            assertEquals(1, taken.exitCode());
            assertTrue(taken.err().contains("another server uses the data folder"), taken::toString);
        }
    }
}
