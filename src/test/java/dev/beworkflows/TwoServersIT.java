package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.metrics.PrometheusText;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one PostgreSQL: whoever lost a run cannot change it, and nobody's work is lost. */
class TwoServersIT {
    private static final String API = "/api/app/be_workflows";
    private static final int LEASE_SECONDS = 3;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    @TempDir
    Path folder;

    private ServerProcess one;
    private ServerProcess two;
    private PausableProxy proxy;

    @AfterEach
    void stop() throws Exception {
        for (ServerProcess server : new ServerProcess[] {one, two}) {
            if (server != null) {
                signal(server, "CONT");
                server.kill();
            }
        }
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void aServerThatWasStoppedTooLongCannotChangeTheRun() throws Exception {
        one = start("one", database.address());
        save(one, "slow", """
                note(ti, 'start')
                for i in range(200 if ti.attempt == 1 else 50):  # the first must not end before there is a second server
                    send_user_task_sse(f'{ti.attempt} at {i}')
                    time.sleep(0.1)
                ti.push('x', b'x' * 100000)
                ti.response_data('out', [{'attempt': ti.attempt}])
                note(ti, 'end')
                """);
        String run = accept(one, "slow");
        TestServer.eventually("it runs", () -> ledger().contains("1 start"));
        two = start("two", database.address());

        signal(one, "STOP");
        JsonNode done = ended(two, run, Duration.ofSeconds(40));
        assertEquals("succeeded", done.path("status").asText());
        long last = lastSeq(two, run);
        signal(one, "CONT");

        // by its own clock, by its next beat or by a write that is refused, whichever comes first; its worker went on
        // meanwhile
        TestServer.eventually(
                "the first server gave it up",
                () -> one.has("was lost to another server") || one.has("its lease could not be renewed in time"));
        TestServer.eventually("its worker is gone or has ended", () -> workersBusy(one) == 0);
        assertEquals(last, lastSeq(two, run), "no event after the end");
        assertEquals(done, ended(two, run, Duration.ofSeconds(1)));
        String result = get(two, API + "/runs/" + run + "/result").body();
        assertEquals("{\"data\":{\"out\":[{\"attempt\":2}]},\"meta\":{\"out\":{}}}", result);
        assertEquals(result, get(one, API + "/runs/" + run + "/result").body());
    }

    @Test
    void aServerThatCannotReachTheDatabaseStopsItsWorkersBeforeOthersStartThem() throws Exception {
        proxy = new PausableProxy(database.address().port());
        one = start("one", throughProxy());
        save(one, "for-ever", """
                note(ti, 'start')
                while True:
                    note(ti, 'alive')
                    time.sleep(0.02)
                """);
        String run = accept(one, "for-ever");
        TestServer.eventually("it runs", () -> ledger().contains("1 alive"));
        two = start("two", database.address());

        proxy.pause();
        TestServer.eventually(
                "the other server starts it again",
                () -> ledger().lines().filter("2 alive"::equals).count() > 20);
        List<String> lines = ledger().lines().toList();
        int second = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("2 start"))
                .findFirst()
                .orElseThrow());
        assertTrue(
                lines.subList(second, lines.size()).stream().noneMatch(line -> line.startsWith("1 ")),
                "no line of the first attempt after the start of the second");
        PrometheusText told = metrics(one); // which needs no database for it
        assertEquals(1, told.value("bew_leases_lost_total"));
        assertEquals(0, told.value("bew_leases_owned"));
        assertTrue(told.value("bew_lease_renewals_failed_total") >= 1);
        assertEquals(1, metrics(two).value("bew_leases_owned"));
        assertEquals(0, metrics(two).value("bew_leases_lost_total"));
        proxy.resume();
        TestServer.eventually("it is reached again", () -> one.has("is reached again"));
        assertEquals(202, post(one, API + "/runs/" + run + "/cancel").statusCode(), "by way of the other server");
        assertEquals(
                "cancelled",
                ended(one, run, Duration.ofSeconds(20)).path("status").asText());
    }

    @Test
    void nobodyIsToldYesBeforeTheRunIsDurableAndNoTaskStartsBeforeTheEndOfTheOneBefore() throws Exception {
        proxy = new PausableProxy(database.address().port());
        one = start("one", throughProxy());
        save(one, "steps-on", """
                note(ti, 'first')
                while not os.path.exists('GATE'): time.sleep(0.01)
                note(ti, 'first done')
                """.replace("GATE", folder.resolve("gate").toString()), "note(ti, 'second')");
        String run = accept(one, "steps-on");
        TestServer.eventually("the first task runs", () -> ledger().contains("1 first"));

        proxy.pause();
        Files.createFile(folder.resolve("gate"));
        TestServer.eventually("the first task has ended", () -> ledger().contains("1 first done"));
        var call = CLIENT.sendAsync(
                request(one, API + "/be_wf_graph/id/steps-on/call").GET().build(),
                HttpResponse.BodyHandlers.ofString());
        // as long as the database says nothing, so does the server
        assertThrows(TimeoutException.class, () -> call.get(1, TimeUnit.SECONDS));
        assertFalse(ledger().contains("second"), "the end of the first task is not recorded yet");
        proxy.resume();

        assertEquals(
                "succeeded",
                ended(one, run, Duration.ofSeconds(20)).path("status").asText());
        assertTrue(ledger().contains("1 second"));
        HttpResponse<String> answer = call.get(20, TimeUnit.SECONDS);
        assertTrue(answer.statusCode() == 202 || answer.statusCode() == 503, answer.body());
    }

    @Test
    void aServerThatStopsGivesItsRunsBackWithoutALoss() throws Exception {
        one = start("one", database.address(), "--stop-grace", "200ms");
        save(one, "waits", """
                note(ti, 'start')
                while ti.attempt == 1: time.sleep(0.05)
                ti.response_data('out', [{'attempt': ti.attempt}])
                """);
        String run = accept(one, "waits");
        TestServer.eventually("it runs", () -> ledger().contains("1 start"));
        two = start("two", database.address());
        one.close();

        JsonNode done = ended(two, run, Duration.ofSeconds(20));
        assertEquals("succeeded", done.path("status").asText());
        List<JsonNode> events = new SseClient(two.base()).read(API + "/runs/" + run + "/events");
        List<String> interrupted = events.stream()
                .filter(event -> event.path("kind").asText().equals("interrupted"))
                .map(event -> event.path("reason").asText())
                .toList();
        assertEquals(List.of("the server is stopping"), interrupted);
    }

    @Test
    void whatOneServerDoesIsWatchedOnTheOther() throws Exception {
        one = start("one", database.address());
        save(one, "steps", """
                for i in range(5):
                    send_user_task_sse(i)
                    time.sleep(0.2)
                """);
        two = start("two", database.address(), "--background-runs", "1");
        String first = accept(one, "steps");
        List<JsonNode> here = new SseClient(one.base()).read(API + "/runs/" + first + "/events");
        List<JsonNode> there = new SseClient(two.base()).read(API + "/runs/" + first + "/events");
        assertEquals(here, there);
        String second = accept(one, "steps");
        List<JsonNode> live = new SseClient(two.base()).read(API + "/runs/" + second + "/events");
        assertEquals("succeeded", live.get(live.size() - 1).path("kind").asText());
        for (int i = 0; i < live.size(); i++) {
            assertEquals(i + 1, live.get(i).path("seq").asInt());
        }
        assertFalse(live.isEmpty());
    }

    private static PrometheusText metrics(ServerProcess server) throws Exception {
        HttpResponse<String> response = get(server, "/metrics");
        assertEquals(200, response.statusCode());
        return PrometheusText.parse(response.body());
    }

    private DatabaseAddress throughProxy() {
        DatabaseAddress real = database.address();
        return new DatabaseAddress(
                real.host(), proxy.port(), real.database(), real.user(), real.password(), real.sslMode());
    }

    private ServerProcess start(String name, DatabaseAddress address, String... more) throws IOException {
        String url = "postgresql://" + address.user() + ":" + address.password() + "@" + address.host() + ":"
                + address.port() + "/" + address.database();
        List<String> options = Stream.concat(
                        Stream.of(
                                "--database-url",
                                url,
                                "--shared",
                                folder.resolve("shared").toString(),
                                "--workers",
                                "2",
                                "--lease",
                                LEASE_SECONDS + "s",
                                "--poll",
                                "200ms"),
                        Stream.of(more))
                .toList();
        return ServerProcess.start(folder.resolve(name), options.toArray(String[]::new));
    }

    /** A workflow of tasks one after the other. */
    private void save(ServerProcess server, String id, String... bodies) throws Exception {
        String tools = """
                import json, os, time
                from common.framework.utils.events import send_user_task_sse

                def note(ti, what):
                    ledger = os.open('LEDGER', os.O_WRONLY | os.O_APPEND | os.O_CREAT)
                    os.write(ledger, f'{ti.attempt} {what}\\n'.encode())
                    os.close(ledger)

                """.replace("LEDGER", folder.resolve("ledger").toString());
        ObjectNode definition = TestServer.JSON.createObjectNode().put("id", id).put("mode", "background");
        ArrayNode tasks = definition.putArray("tasks");
        ArrayNode edges = definition.putArray("edges");
        for (int i = 0; i < bodies.length; i++) {
            String name = "task" + i;
            tasks.addObject().put("name", name).put("code", tools + TestServer.function(name, bodies[i]));
            if (i > 0) {
                edges.addObject().put("from", "task" + (i - 1)).put("to", name);
            }
        }
        definition.putArray("response").addObject().put("key", "out");
        HttpResponse<String> saved = CLIENT.send(
                request(server, API + "/be_wf_graph")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(definition.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, saved.statusCode(), saved.body());
    }

    private static String accept(ServerProcess server, String id) throws Exception {
        HttpResponse<String> accepted = get(server, API + "/be_wf_graph/id/" + id + "/call");
        assertEquals(202, accepted.statusCode(), accepted.body());
        return TestServer.JSON.readTree(accepted.body()).path("run_id").asText();
    }

    private static JsonNode ended(ServerProcess server, String run, Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            ObjectNode record = (ObjectNode)
                    TestServer.JSON.readTree(get(server, API + "/runs/" + run).body());
            record.remove("events_url");
            if (!record.path("finished_at").isNull()
                    && !record.path("finished_at").isMissingNode()) {
                return record;
            }
            assertTrue(System.nanoTime() < end, "does not end: " + record);
        }
    }

    private static long lastSeq(ServerProcess server, String run) throws Exception {
        List<JsonNode> events = new SseClient(server.base()).read(API + "/runs/" + run + "/events");
        return events.get(events.size() - 1).path("seq").asLong();
    }

    private String ledger() {
        try {
            return Files.exists(folder.resolve("ledger")) ? Files.readString(folder.resolve("ledger")) : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static long workersBusy(ServerProcess server) {
        try {
            String runs = get(server, API + "/runs?status=running").body();
            return TestServer.JSON.readTree(runs).path("items").size();
        } catch (Exception e) {
            return -1;
        }
    }

    private static void signal(ServerProcess server, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(server.process.pid())).start();
        assertTrue(kill.waitFor(5, TimeUnit.SECONDS));
    }

    private static HttpResponse<String> get(ServerProcess server, String path) throws Exception {
        return CLIENT.send(request(server, path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(ServerProcess server, String path) throws Exception {
        return CLIENT.send(
                request(server, path).POST(HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create(server.base() + path)).timeout(Duration.ofSeconds(30));
    }
}
