package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.TestServer.Answer;
import dev.beworkflows.metrics.PrometheusText;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What /metrics says before and after something happened to a real server. */
class MetricsIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    /** Ends with the folder of its test too, so that a test that fails keeps no worker from the next. */
    private static final String WAIT_FOR = """
            import os, time
            gate = '%s'
            while os.path.isdir(os.path.dirname(gate)) and not os.path.exists(gate): time.sleep(0.005)""";

    private static TestServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(Map.of(Setting.WORKERS, "2", Setting.POLL, "200ms"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void callsRunsAndTasksAreCountedAndTimed() throws Exception {
        PrometheusText before = scrape();
        String id = server.save(server.chain(
                "a", function("a", "ti.push('x', 1)"), "b", function("b", "import time; time.sleep(0.05)")));
        for (int call = 0; call < 2; call++) {
            assertEquals(200, server.get(server.callPath(id)).status());
        }
        PrometheusText after = until(
                text -> text.value("bew_runs_total", mode("foreground"), "status=\"succeeded\"", workflow(id)) == 2);
        assertEquals(2, calls(after, id, "foreground", "2xx"));
        assertEquals(2, after.value("bew_call_duration_seconds_count", mode("foreground"), workflow(id)));
        assertEquals(4, after.value("bew_tasks_total", "end=\"succeeded\"", workflow(id)));
        assertEquals(4, after.value("bew_task_duration_seconds_count", workflow(id)));
        double inTasks = after.value("bew_task_duration_seconds_sum", workflow(id));
        double inCalls = after.value("bew_call_duration_seconds_sum", mode("foreground"), workflow(id));
        assertTrue(inTasks >= 0.1 && inTasks < inCalls && inCalls < 20, inTasks + " " + inCalls);
        double longest = after.value("bew_call_duration_seconds_max", mode("foreground"), workflow(id));
        assertTrue(longest >= 0.05 && longest < inCalls, "longest " + longest);
        assertEquals( // b follows a in the same worker and does not wait
                2,
                after.value("bew_task_wait_seconds_count", mode("foreground"))
                        - before.value("bew_task_wait_seconds_count", mode("foreground")));
        assertEquals(
                2,
                after.value("bew_run_duration_seconds_count", mode("foreground"))
                        - before.value("bew_run_duration_seconds_count", mode("foreground")));
        PrometheusText saved = until(
                text -> text.value("bew_journal_saved_runs_total") - before.value("bew_journal_saved_runs_total") >= 2);
        assertEquals(0, saved.value("bew_journal_dropped_runs_total"));
    }

    @Test
    void whatIsRefusedOrFailsIsToldApart() throws Exception {
        PrometheusText before = scrape();
        String raises = server.save(server.chain("a", function("a", "raise ValueError('no')")));
        assertEquals(500, server.get(server.callPath(raises)).status());
        assertEquals(400, server.get(server.callPath(raises) + "?unknown=1").status());
        assertEquals(404, server.get(server.callPath("nobody-knows-it")).status());
        PrometheusText after = until(
                text -> text.value("bew_runs_total", mode("foreground"), "status=\"failed\"", workflow(raises)) == 1
                        && refused(text) - refused(before) == 1);
        assertEquals(1, calls(after, raises, "foreground", "5xx"));
        assertEquals(1, calls(after, raises, "foreground", "4xx"));
        assertEquals(0, calls(after, raises, "foreground", "2xx"));
        assertEquals(1, after.value("bew_tasks_total", "end=\"raised\"", workflow(raises)));
        assertTrue(after.families().values().stream()
                .noneMatch(
                        family -> family.samples().keySet().stream().anyMatch(key -> key.contains("nobody-knows-it"))));
    }

    @Test
    void aKilledWorkerIsADeathOfItsKind() throws Exception {
        PrometheusText before = scrape();
        String killed = server.save(server.chain("a", function("a", "import os; os.kill(os.getpid(), 9)")));
        assertEquals(5, server.get(server.callPath(killed)).status() / 100);
        ObjectNode slow = server.chain("a", function("a", "import time; time.sleep(60)"));
        ((ObjectNode) slow.path("tasks").get(0)).put("timeout", 0.1);
        String tooSlow = server.save(slow);
        assertEquals(5, server.get(server.callPath(tooSlow)).status() / 100);
        PrometheusText after = until(text -> text.value("bew_workers", "state=\"idle\"") == 2
                && text.value("bew_tasks_total", "end=\"task_timeout\"", workflow(tooSlow)) == 1);
        assertEquals(1, after.value("bew_tasks_total", "end=\"worker_lost\"", workflow(killed)));
        assertEquals(1, deaths(after, "while_busy") - deaths(before, "while_busy"));
        assertEquals(1, deaths(after, "time_limit") - deaths(before, "time_limit"));
        assertEquals(0, deaths(after, "while_idle") - deaths(before, "while_idle"));
    }

    @Test
    void whatIsUnderWayAndWhatWaitsIsSeen() throws Exception {
        PrometheusText before = scrape();
        Path gate = folder.resolve("gate");
        String id = server.save(server.chain("a", function("a", WAIT_FOR.formatted(gate))));
        var calls = new CompletableFuture<?>[3];
        for (int call = 0; call < calls.length; call++) {
            calls[call] =
                    CLIENT.sendAsync(server.request(server.callPath(id)).build(), HttpResponse.BodyHandlers.ofString());
        }
        until(text -> text.value("bew_tasks_waiting", mode("foreground")) == 1
                && text.value("bew_workers", "state=\"busy\"") == 2
                && text.value("bew_workers", "state=\"idle\"") == 0
                && text.value("bew_foreground_runs") == 3
                && text.value("bew_journal_live_runs") == 3);
        Files.createFile(gate);
        CompletableFuture.allOf(calls).get(20, TimeUnit.SECONDS);
        PrometheusText after = until(
                text -> text.value("bew_foreground_runs") == 0 && text.value("bew_workers", "state=\"idle\"") == 2);
        assertEquals(0, after.value("bew_tasks_waiting", mode("foreground")));
        double waited = after.value("bew_task_wait_seconds_sum", mode("foreground"))
                - before.value("bew_task_wait_seconds_sum", mode("foreground"));
        assertTrue(waited > 0.001 && waited < 20, "waited " + waited);
    }

    @Test
    void theQueueShowsWhatWaitsAndForHowLong() throws Exception {
        Path gate = folder.resolve("gate");
        ObjectNode one = server.chain("a", function("a", WAIT_FOR.formatted(gate)));
        one.put("concurrency", 1);
        String id = server.save(one);
        Answer first = background(id);
        Answer second = background(id);
        Answer later = server.send(server.request(server.callPath(id))
                .header("Prefer", "respond-async")
                .header("X-Run-At", Instant.now().plusSeconds(3600).toString()));
        PrometheusText waiting = until(text -> queued(text, "running") == 1
                && queued(text, "ready") == 1
                && queued(text, "delayed") == 1
                && text.value("bew_queue_oldest_seconds") > 0.2);
        assertEquals(1, waiting.value("bew_leases_owned"));
        assertEquals(3, calls(waiting, id, "background", "2xx"));
        Files.createFile(gate);
        server.record(first.json().path("run_id").asText());
        server.record(second.json().path("run_id").asText());
        String delayed = later.json().path("run_id").asText();
        assertEquals(
                202,
                server.send("POST", "/api/app/be_workflows/runs/" + delayed + "/cancel", "application/json", "{}")
                        .status());
        PrometheusText after =
                until(text -> queued(text, "running") + queued(text, "ready") + queued(text, "delayed") == 0
                        && text.value("bew_queue_oldest_seconds") == 0 // may be of the look before, within one scrape
                        && text.value("bew_runs_total", mode("background"), "status=\"cancelled\"", workflow(id)) == 1
                        && text.value("bew_leases_owned") == 0);
        assertEquals(2, after.value("bew_runs_total", mode("background"), "status=\"succeeded\"", workflow(id)));
        assertEquals(0, after.value("bew_leases_lost_total"));
        assertTrue(after.value("bew_run_start_delay_seconds_sum", mode("background")) > 0.2);
    }

    @Test
    void valuesAndStreamsAreSeenWhileTheyAreThere() throws Exception {
        Path gate = folder.resolve("gate");
        String id = server.save(server.chain(
                "a",
                function("a", "ti.push('x', bytearray(3_000_000))"),
                "b",
                function("b", WAIT_FOR.formatted(gate))));
        var call = CLIENT.sendAsync(
                server.request(server.callPath(id))
                        .header("Accept", "text/event-stream")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        until(text -> text.value("bew_values_bytes") >= 3_000_000 && text.value("bew_event_streams") == 1);
        Files.createFile(gate);
        assertEquals(200, call.get(20, TimeUnit.SECONDS).statusCode());
        PrometheusText after = until(text -> text.value("bew_values_bytes") == 0
                && text.value("bew_event_streams") == 0
                && calls(text, id, "foreground", "2xx") == 1);
        assertEquals(0, after.value("bew_call_duration_seconds_count", mode("foreground"), workflow(id)));
    }

    @Test
    void whatLiesOnDiskIsMeasured() throws Exception {
        Path gate = folder.resolve("gate");
        String put = "from common.framework.utils.object_store import put as store\n"
                + "ti.push('big', bytearray(2_000_000))\nti.push('id', store(b'x' * 1_000_000, filename='x.bin'))";
        String id = server.save(server.chain(
                "a",
                function("a", put),
                "b",
                function(
                        "b",
                        WAIT_FOR.formatted(gate)
                                + "\nfrom common.framework.utils.object_store import delete\ndelete(ti.pull('id'))")));
        String run = background(id).header("x-run-id");
        PrometheusText during = until(
                text -> text.value("bew_run_files_bytes") >= 2_000_000 && text.value("bew_objects_bytes") >= 1_000_000);
        assertEquals(0, during.value("bew_uploads_bytes"));
        assertEquals(0, during.value("bew_environments_bytes"));
        Files.createFile(gate);
        assertEquals("succeeded", server.record(run).path("status").asText());
        PrometheusText unused =
                until(text -> text.value("bew_run_files_bytes") == 0 && text.value("bew_objects_bytes") == 0);
    }

    @Test
    void theReadmeNamesEveryMeterWithItsTypeAndLabels() throws Exception {
        // everything that is only there once it has happened
        String id = server.save(server.chain("a", function("a", "pass")));
        assertEquals(200, server.get(server.callPath(id)).status());
        assertEquals(404, server.get(server.callPath("nobody-knows-it")).status());
        System.gc();
        PrometheusText text = until(one -> one.families().containsKey("jvm_gc_pause_seconds")
                && one.families().containsKey("bew_tasks_total")
                && one.families().containsKey("bew_calls_refused_total"));
        Map<String, String> served = new TreeMap<>();
        text.families().values().stream()
                .filter(family -> !family.name().endsWith("_max")
                        || !text.families().containsKey(family.name().replaceAll("_max$", "")))
                .forEach(family -> served.put(family.name(), family.type() + " " + labels(family)));
        assertEquals(lines(documented()), lines(served));
    }

    private static Map<String, String> documented() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("\n## Metrics\n"), readme.indexOf("\n## Benchmarks\n"));
        Pattern row = Pattern.compile("\\| ((?:`[a-z_]+`(?:, )?)+) \\| (\\w+) \\| ([^|]*) \\|.*");
        Map<String, String> documented = new TreeMap<>();
        section.lines().map(row::matcher).filter(Matcher::matches).forEach(matcher -> {
            for (String name : matcher.group(1).replace("`", "").split(", ")) {
                documented.put(
                        name,
                        matcher.group(2) + " "
                                + matcher.group(3)
                                        .replace("`", "")
                                        .replace(" ", "")
                                        .trim());
            }
        });
        return documented;
    }

    private static String labels(PrometheusText.Family family) {
        var names = new java.util.TreeSet<String>();
        Matcher label = Pattern.compile("[{,]([a-z_]+)=").matcher("");
        family.samples().keySet().forEach(key -> {
            label.reset(key);
            while (label.find()) {
                names.add(label.group(1));
            }
        });
        names.remove("le");
        return String.join(",", names);
    }

    private static String lines(Map<String, String> map) {
        StringBuilder lines = new StringBuilder();
        map.forEach((name, what) -> lines.append(name)
                .append(' ')
                .append(what.substring(0, what.indexOf(' ')))
                .append(' ')
                .append(String.join(
                        ",",
                        new java.util.TreeSet<>(java.util.List.of(
                                what.substring(what.indexOf(' ') + 1).split(",")))))
                .append('\n'));
        return lines.toString();
    }

    private static PrometheusText scrape() throws Exception {
        Answer answer = server.get("/metrics");
        assertEquals(200, answer.status());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", answer.header("content-type"));
        return PrometheusText.parse(answer.response().body());
    }

    /**
     * Scrapes until it says so: what is measured is told behind the answer, and the meters of one scrape are read one
     * after the other, so that what must hold together belongs into the condition.
     */
    private static PrometheusText until(Predicate<PrometheusText> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        PrometheusText text = scrape();
        while (!condition.test(text)) {
            PrometheusText last = text;
            assertTrue(
                    System.nanoTime() < end,
                    () -> "not within 20 s, at last " + last.families().values());
            text = scrape();
        }
        return text;
    }

    private static Answer background(String id) throws Exception {
        Answer answer = server.send(server.request(server.callPath(id)).header("Prefer", "respond-async"));
        assertEquals(202, answer.status());
        return answer;
    }

    private static double calls(PrometheusText text, String id, String mode, String status) {
        return text.value("bew_calls_total", mode(mode), "status=\"" + status + "\"", workflow(id));
    }

    private static double refused(PrometheusText text) {
        return text.value("bew_calls_refused_total", "status=\"4xx\"");
    }

    private static double deaths(PrometheusText text, String kind) {
        return text.value("bew_worker_deaths_total", "kind=\"" + kind + "\"");
    }

    private static double queued(PrometheusText text, String state) {
        return text.value("bew_queue_runs", "state=\"" + state + "\"");
    }

    private static String mode(String mode) {
        return "mode=\"" + mode + "\"";
    }

    private static String workflow(String id) {
        return "workflow=\"" + id + "\"";
    }
}
