package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.TestServer.Answer;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys, users and sessions of a whole server. */
class AccessIT {
    private static final String API = "/api/app/be_workflows";

    @TempDir
    Path folder;

    @Test
    void theFirstKeyClosesTheServerAndHasToBeAnAdmins() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1"))) {
            assertEquals(
                    "admin", server.get(API + "/whoami").json().path("role").asText());
            Answer first = create(server, "", "{\"name\": \"app\", \"role\": \"caller\"}");
            assertEquals(409, first.status());
            assertEquals("/problems/first-key", first.json().path("type").asText());

            Answer made = create(server, "", "{\"name\": \"root\", \"role\": \"admin\"}");
            assertEquals(201, made.status(), made.response().body());
            String admin = made.json().path("key").asText();
            assertTrue(admin.startsWith(made.json().path("hint").asText()));
            assertEquals(401, server.get(API + "/whoami").status());
            assertEquals(401, server.get(server.callPath("hello") + "?name=Ada").status());
            assertEquals(200, server.get("/healthz").status());
            JsonNode whoami = get(server, API + "/whoami", admin).json();
            assertEquals("root", whoami.path("user").asText());
            assertEquals(made.json().path("id"), whoami.path("key_id"));

            String id = made.json().path("id").asText();
            assertFalse(get(server, API + "/keys", admin).response().body().contains(admin), "shown once");
            Answer last = delete(server, API + "/keys/" + id, admin);
            assertEquals(409, last.status());
            assertEquals("/problems/last-admin", last.json().path("type").asText());

            Answer second = create(server, admin, "{\"name\": \"other\", \"role\": \"admin\"}");
            String other = second.json().path("key").asText();
            assertEquals(204, delete(server, API + "/keys/" + id, other).status());
            assertEquals(401, get(server, API + "/whoami", admin).status(), "at once");
            assertEquals(404, delete(server, API + "/keys/" + id, other).status());
            JsonNode revoked = get(server, API + "/keys/" + id, other).json();
            assertFalse(revoked.path("revoked_at").isNull());
            assertEquals("root", second.json().path("created_by").asText());
        }
    }

    @Test
    void keysOutliveTheServerAndRunOut() throws Exception {
        Path data = folder.resolve("data");
        String admin;
        String soon;
        try (TestServer server = TestServer.start(data, Map.of(Setting.WORKERS, "1"))) {
            admin = key(server, "", "{\"name\": \"root\", \"role\": \"admin\"}");
            Instant end = Instant.now().plusSeconds(3);
            soon = key(server, admin, "{\"name\": \"soon\", \"role\": \"viewer\", \"expires_at\": \"" + end + "\"}");
            assertEquals(200, get(server, API + "/whoami", soon).status());
            TestServer.eventually("it runs out", () -> status(server, soon) == 401);
            assertTrue(Instant.now().isAfter(end));
        }
        try (TestServer server = TestServer.start(data, Map.of(Setting.WORKERS, "1"))) {
            assertEquals(200, get(server, API + "/whoami", admin).status());
            assertEquals(401, server.get(API + "/whoami").status());
        }
    }

    @Test
    void beyondLoopbackTheServerDoesNotStartWithoutAnAdminsKey() throws Exception {
        Path data = folder.resolve("data");
        Map<Setting, String> everywhere = Map.of(Setting.WORKERS, "1", Setting.HOST, "0.0.0.0");
        StartException refused = assertThrows(StartException.class, () -> TestServer.start(data, everywhere));
        assertTrue(refused.getMessage().contains("keys create --role admin"), refused.getMessage());
        assertTrue(refused.getMessage().contains("--data " + data), refused.getMessage());
        try (TestServer server = TestServer.start(data, Map.of(Setting.WORKERS, "1"))) {
            String unused = key(server, "", "{\"name\": \"root\", \"role\": \"admin\"}");
        }
        TestServer.start(data, everywhere).close();
    }

    @Test
    void aServerThatMayNotStartTouchesNoRun() throws Exception {
        Path data = folder.resolve("data");
        Path ledger = folder.resolve("ledger");
        Instant due;
        try (TestServer server = TestServer.start(data, Map.of(Setting.WORKERS, "1"))) {
            String id = server.save(server.chain("note", function("note", "open('" + ledger + "', 'w').close()"))
                    .put("mode", "background"));
            due = Instant.now().plusSeconds(6); // the server is gone by then
            Answer accepted = server.send(server.request(server.callPath(id)).header("X-Run-At", due.toString()));
            assertEquals(202, accepted.status(), accepted.response().body());
        }
        TestServer.eventually("the run's time has come", () -> Instant.now().isAfter(due));
        Map<Setting, String> everywhere = Map.of(Setting.WORKERS, "1", Setting.HOST, "0.0.0.0");
        assertThrows(StartException.class, () -> TestServer.start(data, everywhere));
        assertFalse(Files.exists(ledger), "it was refused, and ran the task all the same");
    }

    @Test
    void aCallerSeesWhatItStartedAndServicesActForTheirUsers() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1"))) {
            String id = server.save(server.chain("say", function("say", "ti.response_data('out', [{'u': ti.user}])"))
                    .put("mode", "background"));
            String admin = key(server, "", "{\"name\": \"root\", \"role\": \"admin\"}");
            String ada = key(server, admin, "{\"name\": \"a\", \"user\": \"ada\", \"role\": \"caller\"}");
            String bob = key(
                    server,
                    admin,
                    "{\"name\": \"b\", \"role\": \"caller\", \"user\": \"bob\", \"workflows\": [\"hello\"]}");
            String service =
                    key(server, admin, "{\"name\": \"app\", \"role\": \"caller\", \"may_act_for_others\": true}");

            Answer called = get(server, server.callPath(id), ada);
            assertEquals(202, called.status(), called.response().body());
            String run = called.json().path("run_id").asText();
            assertEquals(404, get(server, server.callPath(id), bob).status());
            for (String what : new String[] {"", "/result", "/events"}) {
                String path = API + "/runs/" + run + what;
                assertEquals(404, get(server, path, bob).status(), what);
                assertEquals(404, get(server, path, service).status(), what);
                assertTrue(get(server, path, ada).status() < 300, what);
                Answer forAda = server.send(
                        server.request(path).header("X-Api-Key", service).header("On-Behalf-Of", "ada"));
                assertTrue(forAda.status() < 300, what);
            }
            assertEquals(1, get(server, API + "/runs", ada).json().path("items").size());
            assertEquals(0, get(server, API + "/runs", bob).json().path("items").size());
            assertEquals(
                    1,
                    get(server, API + "/runs?user=ada", admin)
                            .json()
                            .path("items")
                            .size());
            assertEquals(
                    403,
                    server.send(server.request(API + "/runs")
                                    .header("X-Api-Key", ada)
                                    .header("On-Behalf-Of", "bob"))
                            .status());
            TestServer.eventually("the answer", () -> answer(server, run, ada).equals("ada"));
        }
    }

    @Test
    void aKeyMaySendSoManyRequests() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1", Setting.RATE, "3"))) {
            String admin = key(server, "", "{\"name\": \"root\", \"role\": \"admin\", \"rate_per_minute\": 1000}");
            String viewer = key(server, admin, "{\"name\": \"eye\", \"role\": \"viewer\"}");
            for (int left = 2; left >= 0; left--) {
                Answer answer = get(server, API + "/whoami", viewer);
                assertEquals(200, answer.status());
                assertTrue(
                        answer.header("ratelimit").startsWith("\"key\";r=" + left + ";"), answer.header("ratelimit"));
                assertEquals("\"key\";q=3;w=60", answer.header("ratelimit-policy"));
            }
            Answer refused = get(server, API + "/whoami", viewer);
            assertEquals(429, refused.status());
            assertEquals("/problems/rate-limited", refused.json().path("type").asText());
            assertTrue(Integer.parseInt(refused.header("retry-after")) <= 20);
            assertEquals(200, get(server, API + "/whoami", admin).status());
        }
    }

    @Test
    void thePageSignsInWithACookieThatNobodyElseCanUse() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1"))) {
            String admin = key(server, "", "{\"name\": \"root\", \"role\": \"admin\"}");
            Answer opened = server.send(server.request(API + "/session")
                    .header("Authorization", "Bearer " + admin)
                    .POST(HttpRequest.BodyPublishers.noBody()));
            assertEquals(200, opened.status(), opened.response().body());
            String cookie = opened.header("set-cookie");
            assertTrue(
                    cookie.startsWith("__Host-bew_session=bew_")
                            && cookie.contains("; Path=/; Secure; HttpOnly; SameSite=Lax"),
                    cookie);
            assertFalse(cookie.contains(admin));
            String session = cookie.substring(0, cookie.indexOf(';'));

            assertEquals(200, withCookie(server, "GET", API + "/keys", session, "same-origin"));
            assertEquals(200, withCookie(server, "GET", server.callPath("hello") + "?name=A", session, "same-origin"));
            assertEquals(403, withCookie(server, "GET", server.callPath("hello") + "?name=A", session, "cross-site"));
            assertEquals(403, withCookie(server, "DELETE", API + "/session", session, "same-site"));
            assertEquals(204, withCookie(server, "DELETE", API + "/session", session, "same-origin"));
            assertEquals(401, withCookie(server, "GET", API + "/keys", session, "same-origin"));
        }
    }

    @Test
    void onlyNamedOriginsMayCallFromBrowsers() throws Exception {
        String app = "https://app.example";
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1", Setting.CORS_ORIGINS, app))) {
            String admin = key(server, "", "{\"name\": \"root\", \"role\": \"admin\"}");
            HttpRequest.Builder asks = server.request(server.callPath("hello"))
                    .header("Origin", app)
                    .header("Access-Control-Request-Method", "POST")
                    .header("Access-Control-Request-Headers", "authorization,content-type")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
            Answer may = server.send(asks);
            assertEquals(204, may.status());
            assertEquals(app, may.header("access-control-allow-origin"));
            assertEquals("authorization,content-type", may.header("access-control-allow-headers"));
            assertEquals("", may.header("access-control-allow-credentials"));
            Answer called = server.send(server.request(server.callPath("hello") + "?name=Ada")
                    .header("Origin", app)
                    .header("Authorization", "Bearer " + admin));
            assertEquals(200, called.status());
            assertEquals(app, called.header("access-control-allow-origin"));
            Answer other = server.send(asks.setHeader("Origin", app + ".evil.example"));
            assertEquals(401, other.status());
            assertEquals("", other.header("access-control-allow-origin"));
        }
    }

    @Test
    void whatIsWrongWithAKeyIsToldAtOnce() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1"))) {
            Answer answer = create(
                    server,
                    "",
                    "{\"role\": \"root\", \"workflows\": [\"a/b\"], \"rate_per_minute\": 0, \"expires_at\": \"2020-01-01T00:00:00Z\", \"nmae\": 1}");
            assertEquals(400, answer.status());
            assertEquals(
                    6, answer.json().path("errors").size(), answer.response().body());
            assertEquals(400, create(server, "", "[]").status());
            assertEquals(
                    400,
                    create(server, "", "{\"name\": \"a\", \"role\": \"admin\", \"workflows\": [\"hello\"]}")
                            .status());
        }
    }

    private static int withCookie(TestServer server, String method, String path, String cookie, String site)
            throws Exception {
        return server.send(server.request(path)
                        .header("Cookie", cookie)
                        .header("Sec-Fetch-Site", site)
                        .method(method, HttpRequest.BodyPublishers.noBody()))
                .status();
    }

    private static String answer(TestServer server, String run, String key) {
        try {
            return get(server, API + "/runs/" + run + "/result", key)
                    .json()
                    .at("/data/out/0/u")
                    .asText();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static int status(TestServer server, String key) {
        try {
            return get(server, API + "/whoami", key).status();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(TestServer server, String with, String body) throws Exception {
        Answer made = create(server, with, body);
        assertEquals(201, made.status(), made.response().body());
        return made.json().path("key").asText();
    }

    private static Answer create(TestServer server, String with, String body) throws Exception {
        HttpRequest.Builder request = server.request(API + "/keys")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return server.send(with.isEmpty() ? request : request.header("Authorization", "Bearer " + with));
    }

    private static Answer get(TestServer server, String path, String key) throws Exception {
        return server.send(server.request(path).header("Authorization", "Bearer " + key));
    }

    private static Answer delete(TestServer server, String path, String key) throws Exception {
        return server.send(
                server.request(path).header("Authorization", "Bearer " + key).DELETE());
    }
}
