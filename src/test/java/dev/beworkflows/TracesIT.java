package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import dev.beworkflows.metrics.PrometheusText;
import dev.beworkflows.traces.OtlpCollector;
import dev.beworkflows.traces.OtlpCollector.Received;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a collector gets of a real server's runs. */
class TracesIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";
    private static OtlpCollector collector;
    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        collector = OtlpCollector.start();
        server = TestServer.start(Map.of(
                Setting.WORKERS, "2",
                Setting.OTEL_ENDPOINT, collector.endpoint() + "/",
                Setting.OTEL_HEADERS, "authorization=Bearer secret-key, x-team=ml"));
    }

    @AfterAll
    static void stop() {
        server.close();
        collector.close();
    }

    @Test
    void aCallContinuesItsCallersTraceAndHasASpanForEachTask() throws Exception {
        String id = server.save(server.chain(
                "a",
                function("a", "import time; time.sleep(0.03)"),
                "b",
                function("b", "import os; ti.push('pid', os.getpid())")));
        Instant before = Instant.now();
        Answer answer = server.send(
                server.request(server.callPath(id)).header("traceparent", "00-" + TRACE + "-" + CALLER + "-01"));
        Instant after = Instant.now();
        List<Received> spans = spans(id, 3);
        Received run = named(spans, id);
        assertEquals(TRACE, run.traceId());
        assertEquals(CALLER, run.parentId());
        assertEquals(OtlpCollector.SERVER, run.kind());
        assertEquals(answer.header("x-run-id"), run.attributes().get("bew.run.id"));
        assertEquals(id, run.attributes().get("bew.workflow.id"));
        assertEquals(1L, run.attributes().get("bew.workflow.version"));
        assertEquals("foreground", run.attributes().get("bew.run.mode"));
        assertEquals("succeeded", run.attributes().get("bew.run.status"));
        assertEquals("GET", run.attributes().get("http.request.method"));
        assertEquals("be-workflows", run.resource().get("service.name"));
        assertEquals(Version.current(), run.resource().get("service.version"));
        assertEquals(0, run.status());
        // the run ends behind the answer, by as much as its thread has to wait
        assertFalse(
                run.start().isBefore(before.minusMillis(1)) || run.end().isAfter(after.plusSeconds(1)), run.toString());

        Received a = named(spans, "a");
        Received b = named(spans, "b");
        for (Received task : List.of(a, b)) {
            assertEquals(TRACE, task.traceId());
            assertEquals(run.spanId(), task.parentId());
            assertEquals(OtlpCollector.INTERNAL, task.kind());
            assertEquals(1L, task.attributes().get("bew.task.attempt"));
            assertTrue((long) task.attributes().get("bew.worker.pid") > 0);
            assertFalse(task.start().isBefore(run.start()) || task.end().isAfter(run.end()), task.toString());
            Instant taken = task.event("worker took the task").orElseThrow().at();
            assertFalse(taken.isBefore(task.start()) || taken.isAfter(task.end()));
            double waited = (double) task.attributes().get("bew.task.wait_seconds");
            assertEquals(Duration.between(task.start(), taken).toNanos() / 1e9, waited, 1e-6);
        }
        assertFalse(b.start().isBefore(a.end()), a + " " + b);
        assertTrue((double) a.attributes().get("bew.task.user_seconds") >= 0.03);
        Map<String, String> sent = collector.headers.get(0);
        assertEquals("Bearer secret-key", sent.get("authorization"));
        assertEquals("application/x-protobuf", sent.get("content-type"));
    }

    @Test
    void aTraceThatBeginsHereHasTheIdOfItsRun() throws Exception {
        String id = server.save(server.chain("a", function("a", "pass")));
        Answer answer = server.get(server.callPath(id));
        Received run = named(spans(id, 2), id);
        assertEquals(answer.header("x-run-id").replace("-", ""), run.traceId());
        assertEquals("", run.parentId());
    }

    @Test
    void aCallerWhoTellsNothingOfItsTraceIsFollowedInThat() throws Exception {
        String quiet = server.save(server.chain("a", function("a", "pass")));
        assertEquals(
                200,
                server.send(server.request(server.callPath(quiet))
                                .header("traceparent", "00-" + TRACE + "-" + CALLER + "-00"))
                        .status());
        String broken = server.save(server.chain("a", function("a", "pass")));
        assertEquals(
                200,
                server.send(server.request(server.callPath(broken))
                                .header("traceparent", "00-" + "0".repeat(32) + "-" + CALLER + "-01"))
                        .status());
        assertEquals("", named(spans(broken, 2), broken).parentId());
        assertTrue(spans(quiet).isEmpty());
    }

    @Test
    void aFailureIsAnExceptionOfItsTaskAndOfItsRunAndEachAttemptHasItsSpan() throws Exception {
        ObjectNode definition = server.chain("a", function("a", "raise ValueError('no such cut')"));
        ((ObjectNode) definition.path("tasks").get(0))
                .putObject("retries")
                .put("max", 1)
                .put("backoff", 0.05);
        String id = server.save(definition);
        assertEquals(500, server.get(server.callPath(id)).status());
        List<Received> spans = spans(id, 3);
        Received run = named(spans, id);
        assertEquals(OtlpCollector.ERROR, run.status());
        assertEquals("no such cut", run.statusMessage());
        assertEquals("failed", run.attributes().get("bew.run.status"));
        List<Received> attempts =
                spans.stream().filter(span -> span.name().equals("a")).toList();
        assertEquals(
                List.of(1L, 2L),
                attempts.stream()
                        .map(span -> span.attributes().get("bew.task.attempt"))
                        .toList());
        for (Received attempt : attempts) {
            assertEquals(OtlpCollector.ERROR, attempt.status());
            assertEquals("raised", attempt.attributes().get("bew.failure.kind"));
            OtlpCollector.Event exception = attempt.event("exception").orElseThrow();
            assertEquals("ValueError", exception.attributes().get("exception.type"));
            assertEquals("no such cut", exception.attributes().get("exception.message"));
            assertTrue(exception
                    .attributes()
                    .get("exception.stacktrace")
                    .toString()
                    .contains("raise ValueError"));
            assertEquals(attempt.end(), exception.at());
        }
        assertFalse(attempts.get(1).start().isBefore(attempts.get(0).end()));
    }

    @Test
    void whatATaskWaitedForAWorkerIsInItsSpan() throws Exception {
        Path gate = folder.resolve("gate");
        String slow = server.save(server.chain(
                "a", function("a", "import os, time\nwhile not os.path.exists('" + gate + "'): time.sleep(0.005)")));
        String behind = server.save(server.chain("w", function("w", "pass")));
        HttpClient client = HttpClient.newHttpClient();
        var busy = List.of(async(client, slow), async(client, slow));
        until("both workers are busy", () -> metric("bew_workers", "state=\"busy\"") == 2);
        var waits = async(client, behind);
        until("one waits", () -> metric("bew_tasks_waiting", "mode=\"foreground\"") == 1);
        Instant opened = Instant.now();
        Files.createFile(gate);
        busy.forEach(CompletableFuture::join);
        assertEquals(200, waits.get(20, TimeUnit.SECONDS).statusCode());
        Received task = named(spans(behind, 2), "w");
        assertTrue(task.start().isBefore(opened), task.toString());
        assertTrue(task.event("worker took the task").orElseThrow().at().isAfter(opened), task.toString());
    }

    @Test
    void aBackgroundRunHasItsSpansWhenItsEndIsDurable() throws Exception {
        String id =
                server.save(server.chain("a", function("a", "ti.push('x', 1)"), "b", function("b", "ti.pull('x')")));
        Answer accepted = server.send(server.request(server.callPath(id)).header("Prefer", "respond-async"));
        assertEquals(202, accepted.status());
        JsonNode record = server.record(accepted.json().path("run_id").asText());
        List<Received> spans = spans(id, 3);
        Received run = named(spans, id);
        assertEquals(OtlpCollector.INTERNAL, run.kind());
        assertEquals("background", run.attributes().get("bew.run.mode"));
        assertEquals(Instant.parse(record.path("finished_at").asText()), run.end());
        assertEquals(Instant.parse(record.path("accepted_at").asText()), run.start());
    }

    @Test
    void aCollectorThatIsAwayHarmsNobodyAndWhatItMissedIsCounted() throws Exception {
        String id = server.save(server.chain("a", function("a", "pass")));
        double sent = metric("bew_spans_sent_total");
        double dropped = metric("bew_spans_dropped_total");
        collector.answer(400);
        assertEquals(200, server.get(server.callPath(id)).status());
        until("two spans are dropped", () -> metric("bew_spans_dropped_total") - dropped == 2);
        collector.answer(200);
        assertEquals(200, server.get(server.callPath(id)).status());
        assertEquals(2, spans(id, 2).size());
        until("two spans are sent", () -> metric("bew_spans_sent_total") - sent >= 2);
    }

    @Test
    void nothingOfItIsLoadedWhenItIsOff() throws Exception {
        String python = System.getenv().getOrDefault("TEST_PYTHON", "python3");
        Path classes = folder.resolve("classes");
        try (ServerProcess off = ServerProcess.startIn(
                List.of("-Xlog:class+load:file=" + classes), folder.resolve("data"), "--python", python)) {
            var response = HttpClient.newHttpClient()
                    .send(
                            java.net.http.HttpRequest.newBuilder(java.net.URI.create(
                                            off.base() + "/api/app/be_workflows/be_wf_graph/id/hello/call?name=Ada"))
                                    .header("traceparent", "00-" + TRACE + "-" + CALLER + "-01")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, response.statusCode());
        }
        List<String> loaded = Files.readAllLines(classes);
        assertTrue(loaded.stream().anyMatch(line -> line.contains("dev.beworkflows.journal.EndedRuns")));
        assertEquals(
                List.of(),
                loaded.stream()
                        .filter(line ->
                                line.contains("io.opentelemetry") || line.contains("dev.beworkflows.traces.Span"))
                        .toList());
    }

    private static CompletableFuture<HttpResponse<String>> async(HttpClient client, String id) {
        return client.sendAsync(server.request(server.callPath(id)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static double metric(String name, String... labels) {
        try {
            return PrometheusText.parse(server.get("/metrics").response().body())
                    .value(name, labels);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void until(String what, java.util.function.BooleanSupplier condition) {
        TestServer.eventually(what, condition);
    }

    /** Waits for the spans of the runs of a workflow. */
    private static List<Received> spans(String id, int count) {
        TestServer.eventually(count + " spans of " + id, () -> spans(id).size() >= count);
        List<Received> spans = spans(id);
        assertEquals(count, spans.size(), spans.toString());
        return spans;
    }

    private static List<Received> spans(String id) {
        List<String> runs = collector.spans.stream()
                .filter(span -> id.equals(span.attributes().get("bew.workflow.id")))
                .map(Received::spanId)
                .toList();
        return collector.spans.stream()
                .filter(span -> runs.contains(span.spanId()) || runs.contains(span.parentId()))
                .toList();
    }

    private static Received named(List<Received> spans, String name) {
        List<Received> named =
                spans.stream().filter(span -> span.name().equals(name)).toList();
        assertEquals(1, named.size(), name + " in " + spans);
        return named.get(0);
    }
}
