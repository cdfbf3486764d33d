package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many runs there were, how they ended and how long they took. */
class RunStatisticsIT {

    private static final String STATS = "/api/app/be_workflows/runs/stats";
    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "1"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void countsForegroundAndBackgroundRunsByHowTheyEndedAndMeasuresThem() throws Exception {
        String id = server.save(
                server.chain("task", TestServer.function("task", "if ti.method == 'PUT': raise ValueError('no')")));
        Instant before = Instant.now();
        for (int i = 0; i < 3; i++) {
            assertEquals(200, server.get(server.callPath(id)).status());
        }
        server.record(call(id, "PUT"));
        server.record(call(id, "GET"));

        JsonNode answer = eventually(id, before, 5);
        JsonNode total = answer.path("total");
        assertEquals(4, total.path("succeeded").asInt(), total.toString());
        assertEquals(1, total.path("failed").asInt(), total.toString());
        assertTrue(total.path("p50_seconds").asDouble() > 0, total.toString());
        assertTrue(
                total.path("p99_seconds").asDouble()
                        >= total.path("p50_seconds").asDouble(),
                total.toString());
        assertTrue(
                total.path("max_seconds").asDouble()
                        >= total.path("p99_seconds").asDouble(),
                total.toString());

        int inBuckets = 0;
        for (JsonNode bucket : answer.path("buckets")) {
            inBuckets += bucket.path("runs").asInt();
            assertEquals(
                    bucket.path("runs").asInt() == 0, bucket.path("p50_seconds").isNull(), bucket.toString());
            assertEquals(
                    0,
                    Instant.parse(bucket.path("at").asText()).getEpochSecond()
                            % answer.path("bucket_seconds").asLong());
        }
        assertEquals(5, inBuckets);
    }

    @Test
    void countsOnlyWhatIsAskedFor() throws Exception {
        String id = server.save(server.chain("task", TestServer.function("task", "raise ValueError('no')")));
        Instant before = Instant.now();
        assertEquals(500, server.get(server.callPath(id)).status());
        JsonNode unused = eventually(id, before, 1);
        for (String none : new String[] {
            "&status=succeeded",
            "&mode=background",
            "&user=somebody",
            "&until=" + before,
            "&until=1980-01-01T00:00:00Z&since=1970-01-01T00:00:00Z"
        }) {
            JsonNode total = stats("?workflow=" + id + none).path("total");
            assertEquals(0, total.path("runs").asInt(), none);
        }
        assertEquals(
                1,
                stats("?workflow=" + id + "&status=failed")
                        .path("total")
                        .path("runs")
                        .asInt());
    }

    @Test
    void cutsADayIntoQuartersOfAnHourUnlessToldOtherwise() throws Exception {
        JsonNode day = stats("?until=2026-01-31T12:00:00Z");
        assertEquals("2026-01-30T12:00:00Z", day.path("since").asText());
        assertEquals(900, day.path("bucket_seconds").asInt());
        assertEquals(96, day.path("buckets").size());
        JsonNode most = stats("?since=2026-01-31T12:00:00Z&until=2026-01-31T12:08:20Z&bucket_seconds=1");
        assertEquals(500, most.path("buckets").size());
        JsonNode ages = stats("?since=0000-01-01T00:00:00Z&until=9999-12-31T23:59:59Z");
        assertTrue(
                ages.path("buckets").size() <= 500,
                () -> "" + ages.path("buckets").size());
    }

    @Test
    void saysWhatCannotBeAsked() throws Exception {
        refused("since=2026-01-31T12:00:00Z&until=2026-01-31T12:08:21Z&bucket_seconds=1", "bucket_seconds");
        refused("since=2026-01-31T12:00:00.5Z&until=2026-01-31T12:08:20.5Z&bucket_seconds=1", "bucket_seconds");
        refused("since=2026-01-31T12:00:00Z&until=2026-01-31T12:00:00Z", "since");
        refused("since=2026-01-31T12:00:00Z&until=2026-01-31T12:00:00Z&bucket_seconds=60", "since");
        refused("bucket_seconds=0", "bucket_seconds");
        refused("bucket_seconds=31622401", "bucket_seconds");
        refused("since=yesterday", "since");
        refused("until=%2B99999-01-01T00:00:00Z", "until");
        refused("status=done", "status");
        refused("status=Failed", "status");
        refused("mode=streamed", "mode");
        refused("mode=Background", "mode");
        refused("workflow=-", "workflow");
        refused("bucket=5", "bucket");
    }

    @Test
    void theListOfWorkflowsShowsTheNewestRunsOfEach() throws Exception {
        String id = server.save(server.chain("task", TestServer.function("task", "pass")));
        String never = server.save(server.chain("task", TestServer.function("task", "pass")));
        Instant before = Instant.now();
        String last = "";
        for (int i = 0; i < 3; i++) {
            last = server.get(server.callPath(id)).header("x-run-id");
        }
        JsonNode unused = eventually(id, before, 3);

        JsonNode runs = listed("&runs=2", id).path("recent_runs");
        assertEquals(2, runs.size());
        assertEquals(last, runs.at("/0/run_id").asText());
        assertEquals("succeeded", runs.at("/0/status").asText());
        assertTrue(runs.at("/0/seconds").asDouble() > 0, runs.toString());
        assertTrue(!Instant.parse(runs.at("/1/accepted_at").asText()).isBefore(before), runs.toString());
        assertEquals(3, listed("&runs=50", id).path("recent_runs").size());
        assertEquals("[]", listed("&runs=50", never).path("recent_runs").toString());
        assertTrue(listed("&runs=0", id).path("recent_runs").isMissingNode());
        assertTrue(listed("", id).path("recent_runs").isMissingNode());
        for (String wrong : new String[] {"-1", "51", "many"}) {
            TestServer.Answer answer = server.get("/api/app/be_workflows/be_wf_graph?runs=" + wrong);
            assertEquals(400, answer.status(), wrong);
            assertEquals("runs", answer.json().at("/errors/0/name").asText());
        }
    }

    @Test
    void runsAreListedAndCountedByTheirMode() throws Exception {
        String id = server.save(server.chain("task", TestServer.function("task", "pass")));
        Instant before = Instant.now();
        String waited = server.get(server.callPath(id)).header("x-run-id");
        String followed = call(id, "GET");
        server.record(followed);
        JsonNode unused = eventually(id, before, 2);

        assertEquals(List.of(waited), runs(id, "foreground"));
        assertEquals(List.of(followed), runs(id, "background"));
        for (String mode : new String[] {"foreground", "background"}) {
            JsonNode total = stats("?workflow=" + id + "&mode=" + mode).path("total");
            assertEquals(1, total.path("runs").asInt(), mode);
        }
    }

    private static List<String> runs(String id, String mode) throws Exception {
        TestServer.Answer answer = server.get("/api/app/be_workflows/runs?workflow=" + id + "&mode=" + mode);
        assertEquals(200, answer.status(), answer.json().toString());
        return answer.json().path("items").findValuesAsText("run_id");
    }

    private static JsonNode listed(String query, String id) throws Exception {
        TestServer.Answer answer = server.get("/api/app/be_workflows/be_wf_graph?search=" + id + query);
        assertEquals(200, answer.status(), answer.json().toString());
        for (JsonNode item : answer.json().path("items")) {
            if (item.path("id").asText().equals(id)) {
                return item;
            }
        }
        throw new AssertionError(answer.json());
    }

    private static void refused(String query, String name) throws Exception {
        TestServer.Answer answer = server.get(STATS + "?" + query);
        assertEquals(400, answer.status(), query + " " + answer.json());
        assertEquals(
                name, answer.json().at("/errors/0/name").asText(), answer.json().toString());
        assertEquals(1, answer.json().path("errors").size(), answer.json().toString());
    }

    private static String call(String id, String method) throws Exception {
        TestServer.Answer answer = server.send(server.request(server.callPath(id))
                .header("Prefer", "respond-async")
                .method(method, HttpRequest.BodyPublishers.noBody()));
        assertEquals(202, answer.status(), answer.json().toString());
        return answer.json().path("run_id").asText();
    }

    private static JsonNode stats(String query) throws Exception {
        TestServer.Answer answer = server.get(STATS + query);
        assertEquals(200, answer.status(), answer.json().toString());
        return answer.json();
    }

    /** Runs in the foreground are recorded behind their answer. */
    private static JsonNode eventually(String id, Instant since, int runs) throws Exception {
        JsonNode[] last = {stats("?workflow=" + id + "&since=" + since)};
        TestServer.eventually(runs + " runs are counted", () -> {
            try {
                last[0] = stats("?workflow=" + id + "&since=" + since);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return last[0].at("/total/runs").asInt() == runs;
        });
        return last[0];
    }
}
