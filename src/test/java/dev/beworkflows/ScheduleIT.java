package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.postgres.TestDatabase;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedules over HTTP: two servers on one database look for what is due all the time. Their time is set by moving the schedule instead of the clock. */
class ScheduleIT {
    private static final String API = "/api/app/be_workflows";
    private static final String SCHEDULES = API + "/schedules";
    /** A time that does not come while the test runs. */
    private static final String FAR = "0 0 29 2 *";

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @TempDir
    static Path folder;

    private static TestServer server;
    private static TestServer other;

    @BeforeAll
    static void start() throws Exception {
        server = start("one");
        other = start("two");
        ObjectNode takesAFile = server.chain("task", function("task", "pass")).put("id", "takes-a-file");
        takesAFile
                .putArray("form")
                .addObject()
                .put("name", "csv")
                .put("type", "file")
                .put("required", true);
        assertEquals("takes-a-file", server.save(takesAFile));
    }

    private static TestServer start(String name) throws Exception {
        DatabaseAddress address = database.address();
        String url = "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":"
                + address.port() + "/" + address.database();
        return TestServer.start(
                folder.resolve(name),
                Map.of(
                        Setting.DATABASE_URL,
                        url,
                        Setting.SHARED,
                        folder.resolve("shared").toString(),
                        Setting.WORKERS,
                        "2",
                        Setting.POLL,
                        "100ms"));
    }

    @AfterAll
    static void stop() {
        other.close();
        server.close();
    }

    @Test
    void aScheduleIsMadeShownChangedAndDeleted() throws Exception {
        String workflow = workflow("pass");
        ObjectNode wanted = schedule(workflow, "30 2 * * *").put("time_zone", "Europe/Berlin");
        Answer made = send("POST", SCHEDULES, wanted);
        assertEquals(201, made.status(), made.response().body());
        JsonNode json = made.json();
        assertEquals("once", json.path("missed").asText());
        assertTrue(json.path("enabled").booleanValue());
        assertEquals(
                "{\"url_params\":{},\"body\":null,\"form\":{}}",
                json.path("request").toString());
        assertTrue(json.path("last_run").isNull() && json.path("last_problem").isNull());
        assertEquals(5, json.path("next_runs").size());
        assertEquals(
                2, OffsetDateTime.parse(json.path("next_runs").get(0).asText()).getHour());
        assertTrue(json.path("next_runs").get(0).asText().contains(":30:00+0"), json.toString());

        String path = SCHEDULES + "/" + json.path("id").asText();
        assertEquals(json, server.get(path).json());
        assertEquals(
                json, server.get(SCHEDULES + "?workflow=" + workflow).json().at("/items/0"));
        assertEquals(
                0,
                server.get(SCHEDULES + "?workflow=hello").json().path("items").size());

        Answer changed = send(
                "PUT",
                path,
                ((ObjectNode) json.deepCopy()).put("enabled", false).put("missed", "all"));
        assertEquals(200, changed.status(), changed.response().body());
        assertEquals(0, changed.json().path("next_runs").size());
        assertEquals("all", changed.json().path("missed").asText());
        assertEquals(
                5,
                send("PUT", path, schedule(workflow, "@daily"))
                        .json()
                        .path("next_runs")
                        .size());

        assertEquals(204, server.send(server.request(path).DELETE()).status());
        for (String gone : List.of(path, SCHEDULES + "/nonsense")) {
            Answer unknown = server.get(gone);
            assertEquals(404, unknown.status());
            assertEquals(
                    "/problems/unknown-schedule", unknown.json().path("type").asText());
        }
        assertEquals(404, server.send(server.request(path).DELETE()).status());
        assertEquals(404, send("PUT", path, schedule(workflow, "@daily")).status());
    }

    @Test
    void aListIsReadPageByPage() throws Exception {
        String workflow = workflow("pass");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(create(schedule(workflow, FAR)));
        }
        made.sort(null);
        String page = SCHEDULES + "?limit=2&workflow=" + workflow;
        JsonNode first = server.get(page).json();
        assertEquals(made.get(1), first.path("next").asText());
        JsonNode second = server.get(page + "&after=" + made.get(1)).json();
        assertEquals(made.get(2), second.at("/items/0/id").asText());
        assertTrue(second.path("next").isNull() && second.path("items").size() == 1, second.toString());
    }

    @Test
    void whatIsDueRunsInTheBackgroundWithItsRequest() throws Exception {
        ObjectNode definition = server.chain("task", function("task", """
                ti.response_data('out', [{'n': ti.url_params['n'], 'tags': ti.url_params['tags'], 'text': ti.req_body['text'],
                    'id': ti.headers['x-schedule-id'], 'at': ti.headers['x-schedule-time'], 'method': ti.method}])
                """));
        definition
                .putArray("url_args")
                .addObject()
                .put("name", "n")
                .put("type", "integer")
                .put("required", true);
        definition.withArray("url_args").addObject().put("name", "tags").put("type", "array");
        definition
                .putArray("body")
                .addObject()
                .put("name", "text")
                .put("type", "string")
                .put("required", true);
        ObjectNode wanted = schedule(server.save(definition), FAR);
        ObjectNode request = wanted.putObject("request");
        request.putObject("url_params").put("n", 4).putArray("tags").add("a").add("b");
        request.putObject("body").put("text", "hello");
        String id = create(wanted);
        Instant due = moveTo(id, 5);

        JsonNode shown = ran(id, due);
        String run = shown.at("/last_run/run_id").asText();
        JsonNode record = server.record(run);
        assertEquals("succeeded", record.path("status").asText(), record.toString());
        assertEquals("background", record.path("mode").asText());
        assertEquals(id, record.path("schedule_id").asText(), record.toString());
        JsonNode row = server.get(API + "/runs/" + run + "/result").json().at("/data/out/0");
        assertEquals(
                "{\"n\":4,\"tags\":[\"a\",\"b\"],\"text\":\"hello\",\"id\":\"" + id + "\",\"at\":\"" + due
                        + "\",\"method\":\"POST\"}",
                row.toString());
        assertEquals(1, runs(record.path("workflow_id").asText()));
    }

    @Test
    void aTimeThatWasFiredButNotNotedIsFoundAgainAndNotFiredTwice() throws Exception {
        for (String workflow : List.of(workflow("pass"), intercepted("pass"))) {
            String id = create(schedule(workflow, FAR));
            Instant due = moveTo(id, 5);
            String run = ran(id, due).at("/last_run/run_id").asText();
            for (int i = 0; i < 3; i++) {
                // as if the server had died between acceptance and this note
                execute("UPDATE schedule SET last_run_id = NULL, last_run_at = NULL, next_at = '" + due
                        + "' WHERE id = '" + id + "'");
                assertEquals(run, ran(id, due).at("/last_run/run_id").asText());
            }
            assertEquals(1, runs(workflow));
        }
    }

    @Test
    void manyTimesOfManySchedulesAreFiredOnceEachByTwoServers() throws Exception {
        String workflow = workflow("pass");
        Instant last = halfAnHourAgo();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            ids.add(create(schedule(workflow, cron(last, "m * * * *")).put("missed", "all")));
        }
        for (String id : ids) {
            execute("UPDATE schedule SET next_at = '" + last.minus(4, ChronoUnit.HOURS) + "' WHERE id = '" + id + "'");
        }
        for (String id : ids) {
            awaitFuture(id);
        }
        assertEquals(10 * 5, runs(workflow));
    }

    @Test
    void ofMissedTimesThePolicySaysWhichAreMadeUpFor() throws Exception {
        Instant last = halfAnHourAgo();
        for (var policy : Map.of("skip", 0L, "once", 1L, "all", 4L).entrySet()) {
            String workflow = workflow("pass");
            String id = create(schedule(workflow, cron(last, "m h * * *")).put("missed", policy.getKey()));
            execute("UPDATE schedule SET next_at = '" + last.minus(3, ChronoUnit.DAYS) + "' WHERE id = '" + id + "'");
            awaitFuture(id);
            assertEquals(policy.getValue(), runs(workflow), policy.getKey());
            JsonNode run = server.get(SCHEDULES + "/" + id).json().path("last_run");
            assertEquals(
                    policy.getValue() == 0 ? "" : last.toString(),
                    run.path("at").asText());
        }
    }

    @Test
    void whyNothingRanIsShownAndTheNextTimeRuns() throws Exception {
        String workflow = workflow("pass");
        String id = create(schedule(workflow, FAR));
        assertEquals(200, post(API + "/be_wf_graph/id/" + workflow + "/disable").status());
        assertProblem(id, "is disabled");
        assertEquals(200, post(API + "/be_wf_graph/id/" + workflow + "/enable").status());
        JsonNode well = ran(id, moveTo(id, 5));
        assertTrue(well.path("last_problem").isNull(), well.toString());

        ObjectNode stricter = server.chain("task", function("task", "pass"));
        stricter.putArray("url_args")
                .addObject()
                .put("name", "n")
                .put("type", "string")
                .put("required", true);
        Answer saved = send("PUT", API + "/be_wf_graph/id/" + workflow, stricter.put("id", workflow));
        assertEquals(200, saved.status(), saved.response().body());
        assertProblem(id, "does not fit the workflow any more");
        assertEquals(
                204,
                server.send(server.request(API + "/be_wf_graph/id/" + workflow).DELETE())
                        .status());
        assertProblem(id, "does not exist");
        assertEquals(1, runs(workflow));
    }

    @Test
    void anInterceptorIsAskedOnceAndMayRefuse() throws Exception {
        String workflow = intercepted("raise ValueError('not on sundays')");
        String id = create(schedule(workflow, FAR));
        Instant due = assertProblem(id, "refused the request: not on sundays");
        execute("UPDATE schedule SET last_problem = NULL, last_problem_at = NULL, next_at = '" + due + "' WHERE id = '"
                + id + "'");
        TestServer.eventually("the same is said again", () -> problem(id).contains("not on sundays"));
        assertEquals(0, runs(workflow));
    }

    @Test
    void aDisabledScheduleDoesNotFireAndOneThatIsChangedKeepsWhatIsDue() throws Exception {
        String workflow = workflow("pass");
        String id = create(schedule(workflow, "@hourly").put("enabled", false));
        assertEquals(0, count("SELECT count(next_at) FROM schedule WHERE id = '" + id + "'"));
        JsonNode enabled =
                send("PUT", SCHEDULES + "/" + id, schedule(workflow, "@hourly")).json();
        JsonNode changed = send(
                        "PUT",
                        SCHEDULES + "/" + id,
                        schedule(workflow, "@hourly").put("missed", "skip"))
                .json();
        assertEquals(enabled.path("next_runs"), changed.path("next_runs"));
    }

    @Test
    void nobodyElseIsTakenForASchedule() throws Exception {
        String workflow =
                workflow("ti.response_data('out', [{'names': [n for n in ti.headers if n.startswith('x-')]}])");
        Answer answer = server.send(server.request(server.callPath(workflow))
                .header("X-Schedule-Id", "0123456789ab")
                .header("X-Schedule-Time", "now")
                .header("X-Other", "stays")
                .GET());
        assertEquals("[\"x-other\"]", answer.json().at("/data/out/0/names").toString());
        assertTrue(server.record(answer.header("x-run-id")).path("schedule_id").isMissingNode());
    }

    static Stream<Arguments> badSchedules() {
        return Stream.of(
                Arguments.of("{}", List.of("/workflow_id", "/cron")),
                Arguments.of("[]", List.of("", "/workflow_id", "/cron")),
                Arguments.of(
                        "{'workflow_id': 'hello', 'cron': '61 * * * *', 'request': {'url_params': {'nam': 'Ada'}}}",
                        List.of("/cron 'minute'", "/request/url_params/nam")),
                Arguments.of(
                        "{'workflow_id': 'diamond', 'cron': '0 0 30 2 *'}",
                        List.of("/cron no time at all", "/request/url_params")),
                Arguments.of("{'workflow_id': 'no-such', 'cron': 7}", List.of("/cron", "/workflow_id no workflow")),
                Arguments.of(
                        "{'workflow_id': '!', 'cron': '@never', 'x': 1}",
                        List.of("/x", "/workflow_id", "/cron @never")),
                Arguments.of(
                        "{'workflow_id': 'countdown', 'cron': '@daily', 'time_zone': 'berlin', 'missed': 'some', 'enabled': 1}",
                        List.of("/time_zone Europe/Berlin", "/missed", "/enabled")),
                Arguments.of(
                        "{'workflow_id': 'countdown', 'cron': '@daily', 'time_zone': 'Europe/Berlinn'}",
                        List.of("/time_zone Europe/Berlin")),
                Arguments.of("{'workflow_id': 'countdown', 'cron': '@daily', 'request': 3}", List.of("/request")),
                Arguments.of(
                        "{'workflow_id': 'countdown', 'cron': '@daily', 'request': {'url_params': [], 'form': {'a': {}, 'b/c': [[1]]}, 'query': {}}}",
                        List.of("/request/query", "/request/url_params", "/request/form/a", "/request/form/b~1c")),
                Arguments.of(
                        "{'workflow_id': 'countdown', 'cron': '@daily', 'request': {'url_params': {'seconds': 'many', 'nonsense': 1}}}",
                        List.of("/request/url_params/seconds", "/request/url_params/nonsense")),
                Arguments.of(
                        "{'workflow_id': 'takes-a-file', 'cron': '@daily'}",
                        List.of("/request/form/csv is a file, which a schedule cannot send")));
    }

    @ParameterizedTest
    @MethodSource("badSchedules")
    void allThatIsWrongIsToldAtOnce(String body, List<String> expected) throws Exception {
        Answer answer = server.send("POST", SCHEDULES, "application/json", body.replace('\'', '"'));
        assertEquals(400, answer.status(), answer.response().body());
        assertEquals("/problems/invalid-request", answer.json().path("type").asText());
        List<String> told = new ArrayList<>();
        answer.json()
                .path("errors")
                .forEach(error -> told.add(error.path("pointer").asText() + " "
                        + error.path("message").asText()));
        assertEquals(expected.size(), told.size(), told.toString());
        for (int i = 0; i < expected.size(); i++) {
            String[] parts = expected.get(i).split(" ", 2);
            assertTrue(told.get(i).startsWith(parts[0]), told.toString());
            assertTrue(parts.length < 2 || told.get(i).contains(parts[1]), told.toString());
        }
    }

    private static String workflow(String body) throws Exception {
        return server.save(server.chain("task", function("task", body)));
    }

    private static String intercepted(String body) throws Exception {
        return server.save(server.chain("task", function("task", "pass"))
                .put("mode", "background")
                .put("interceptor", function("intercept", body)));
    }

    private static ObjectNode schedule(String workflow, String cron) {
        return TestServer.JSON.createObjectNode().put("workflow_id", workflow).put("cron", cron);
    }

    private static String create(ObjectNode schedule) throws Exception {
        Answer made = send("POST", SCHEDULES, schedule);
        assertEquals(201, made.status(), made.response().body());
        return made.json().path("id").asText();
    }

    private static Answer send(String method, String path, ObjectNode body) throws Exception {
        return server.send(method, path, "application/json", body.toString());
    }

    private static Answer post(String path) throws Exception {
        return server.send(server.request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** Makes the schedule due so many seconds ago. */
    private static Instant moveTo(String id, int secondsAgo) throws SQLException {
        Instant due = databaseNow().minusSeconds(secondsAgo);
        execute("UPDATE schedule SET next_at = '" + due + "' WHERE id = '" + id + "'");
        return due;
    }

    /** Far from the times before and after it, whenever the test runs. */
    private static Instant halfAnHourAgo() throws SQLException {
        return databaseNow().minus(30, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    }

    private static String cron(Instant time, String pattern) {
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        return pattern.replace("m", "" + utc.getMinute()).replace("h", "" + utc.getHour());
    }

    private static void awaitFuture(String id) {
        String sql = "SELECT count(*) FROM schedule WHERE id = '" + id + "' AND next_at > clock_timestamp()";
        TestServer.eventually("it stands in the future", () -> count(sql) == 1);
    }

    private static JsonNode ran(String id, Instant due) {
        AtomicReference<JsonNode> shown = new AtomicReference<>(TestServer.JSON.missingNode());
        TestServer.eventually("it has run for " + due, () -> {
            shown.set(get(SCHEDULES + "/" + id));
            return shown.get().at("/last_run/at").asText().equals(due.toString());
        });
        return shown.get();
    }

    private static Instant assertProblem(String id, String said) throws Exception {
        Instant due = moveTo(id, 5);
        TestServer.eventually(
                "a problem of " + due,
                () -> get(SCHEDULES + "/" + id).at("/last_problem/at").asText().equals(due.toString()));
        assertTrue(problem(id).contains(said), problem(id));
        return due;
    }

    private static String problem(String id) {
        return get(SCHEDULES + "/" + id).at("/last_problem/detail").asText();
    }

    private static JsonNode get(String path) {
        try {
            return server.get(path).json();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long runs(String workflow) {
        return count("SELECT count(*) FROM run WHERE workflow_id = '" + workflow + "'");
    }

    private static Instant databaseNow() throws SQLException {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery("SELECT clock_timestamp()")) {
            assertTrue(rows.next());
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static long count(String sql) {
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect()) {
            assertEquals(1, connection.createStatement().executeUpdate(sql));
        }
    }

    private static Connection connect() throws SQLException {
        DatabaseAddress address = database.address();
        return DriverManager.getConnection(
                "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database(),
                address.user(),
                address.password());
    }
}
