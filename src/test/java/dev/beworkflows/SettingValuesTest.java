package dev.beworkflows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.files.ValueLimits;
import dev.beworkflows.http.HttpLimits;
import dev.beworkflows.scheduler.RunLimits;
import dev.beworkflows.traces.TraceSettings;
import dev.beworkflows.worker.IsolationSettings;
import dev.beworkflows.worker.PoolSettings;
import dev.beworkflows.worker.WorkerSettings;
import dev.beworkflows.workflow.DefinitionLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingValuesTest {

    @Test
    void everyDefaultIsThatOfItsPackage() {
        SettingValues values = new SettingValues(Map.of(), Map.of());
        Configuration configuration = Configuration.read(values);
        assertEquals(List.of(), values.problems());
        assertEquals("127.0.0.1", configuration.listening().host());
        assertEquals(8080, configuration.listening().port());
        assertEquals(Optional.empty(), configuration.listening().access().apiKey());
        assertEquals(Path.of("data").toAbsolutePath(), configuration.folders().data());
        assertEquals(Optional.empty(), configuration.database().address());
        assertEquals(
                new RunLimits(Duration.ofSeconds(300), Duration.ofSeconds(300), Duration.ofSeconds(15), 3, 20),
                configuration.runs().limits());
        assertEquals(ValueLimits.DEFAULT, configuration.values());
        assertEquals(DefinitionLimits.DEFAULT, configuration.definitions());
        resourcesAreBoundedByTheMachine(configuration.python().limits());
        assertEquals(
                new IsolationSettings(IsolationSettings.Level.AUTO, IsolationSettings.DEFAULT_UID),
                configuration.python().isolation());
        PoolSettings pool = configuration.python().pool();
        assertEquals(PoolSettings.Shares.DEFAULT, pool.shares());
        assertEquals(PoolSettings.Waiting.DEFAULT, pool.waiting());
        assertEquals(
                new PoolSettings.Lifetime(1_000_000, 300 << 20, Optional.of(Duration.ofHours(24))), pool.lifetime());
        int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
        assertEquals(
                new PoolSettings.Size(cores, 2 * cores, Duration.ofSeconds(60), Duration.ofMinutes(15)), pool.size());
        assertEquals(HttpLimits.DEFAULT, configuration.listening().limits());
    }

    private static void resourcesAreBoundedByTheMachine(WorkerSettings.Limits limits) {
        WorkerSettings.Limits byDefault = WorkerSettings.Limits.DEFAULT;
        WorkerSettings.Resources resources = limits.resources();
        assertEquals(
                byDefault,
                new WorkerSettings.Limits(
                        limits.messageBytes(), limits.inlineValueBytes(), limits.outputBytes(), limits.start()));
        assertTrue(resources.memoryBytes() > 128 << 20, resources.toString());
        assertEquals(Math.max(64L << 30, 8 * resources.memoryBytes()), resources.addressBytes(), 4096);
        assertEquals(4096, resources.openFiles());
        assertEquals(OptionalInt.empty(), resources.threads());
    }

    @Test
    void resourcesAndLivesOfWorkersCanBeUnbounded() {
        SettingValues values = new SettingValues(
                Map.of(
                        "BEW_TASK_MEMORY", "0",
                        "BEW_TASK_ADDRESS_SPACE", "0",
                        "BEW_TASK_OPEN_FILES", "0",
                        "BEW_TASK_THREADS", "3",
                        "BEW_WORKER_TASKS", "0",
                        "BEW_WORKER_GROWTH", "0",
                        "BEW_WORKER_AGE", "off"),
                Map.of());
        Configuration configuration = Configuration.read(values);
        assertEquals(List.of(), values.problems());
        assertEquals(
                new WorkerSettings.Resources(0, 0, 0, OptionalInt.of(3)),
                configuration.python().limits().resources());
        assertEquals(
                PoolSettings.Lifetime.ENDLESS, configuration.python().pool().lifetime());
    }

    @Test
    void anUnknownLevelOfIsolationIsAProblem() {
        SettingValues values = new SettingValues(Map.of("BEW_ISOLATION", "maximal", "BEW_WORKER_UID", "0"), Map.of());
        Configuration unused = Configuration.read(values);
        assertEquals(2, values.problems().size(), values.problems().toString());
        assertTrue(values.problems().get(0).contains("expected off, auto or required, got 'maximal'"));
    }

    @Test
    void anOptionComesBeforeTheEnvironment() {
        SettingValues values =
                new SettingValues(Map.of("BEW_PORT", "1", "BEW_WORKERS", "7"), Map.of(Setting.PORT, "2"));
        Configuration configuration = Configuration.read(values);
        assertEquals(2, configuration.listening().port());
        assertEquals(7, configuration.python().workers());
    }

    @Test
    void allProblemsAreReportedAtOnce() {
        SettingValues values = new SettingValues(
                Map.of(
                        "BEW_PORT",
                        "70000",
                        "BEW_RUN_TIMEOUT",
                        "soon",
                        "BEW_MAX_BODY",
                        "10MB",
                        "BEW_WORKRES",
                        "2",
                        "BEW_DATABASE_URL",
                        "mysql://me:secret@x/y",
                        "BEW_STOP_GRACE",
                        "0s"),
                Map.of(Setting.WORKERS, "0"));
        var unused = Configuration.read(values);
        String all = String.join("\n", values.problems());
        for (String words : List.of(
                "BEW_PORT (--port): expected a number from 0 to 65535, got '70000'",
                "BEW_RUN_TIMEOUT (--run-timeout): expected a time",
                "BEW_MAX_BODY (--max-body): expected a size",
                "BEW_WORKRES: there is no such setting",
                "BEW_DATABASE_URL (--database-url)",
                "BEW_STOP_GRACE (--stop-grace): expected a time",
                "BEW_WORKERS (--workers): expected a number from 1")) {
            assertTrue(all.contains(words), words + " is not in " + all);
        }
        assertEquals(7, values.problems().size(), all);
        assertFalse(all.contains("secret"), all);
    }

    @Test
    void itIsKnownWhichAddressesOthersReach() {
        for (String host : List.of("0.0.0.0", "::", "10.0.0.1", "example.org")) {
            assertTrue(listening(host).isBeyondLoopback(), host);
        }
        for (String host : List.of("127.0.0.1", "127.1.2.3", "::1", "localhost")) {
            assertFalse(listening(host).isBeyondLoopback(), host);
        }
    }

    private static Configuration.Listening listening(String host) {
        return Configuration.read(new SettingValues(Map.of(), Map.of(Setting.HOST, host)))
                .listening();
    }

    @Test
    void originsAreExact() {
        String right = "https://app.example.com, http://localhost:3000,https://[::1]:8443";
        SettingValues values = new SettingValues(Map.of(), Map.of(Setting.CORS_ORIGINS, right));
        assertEquals(
                Set.of("https://app.example.com", "http://localhost:3000", "https://[::1]:8443"),
                Configuration.read(values).listening().access().origins());
        assertEquals(List.of(), values.problems());
        for (String wrong : List.of("*", "app.example.com", "https://a.example/", "https://*.example", "null")) {
            assertTrue(problems(Map.of(Setting.CORS_ORIGINS, wrong)).contains("is no origin"), wrong);
        }
    }

    @Test
    void keysThatCouldBeGuessedAreRefused() {
        String tooShort = "k".repeat(31);
        assertTrue(problems(Map.of(Setting.API_KEY, tooShort)).contains("at least 32 characters"));
        assertFalse(problems(Map.of(Setting.API_KEY, tooShort)).contains(tooShort));
    }

    @Test
    void tracesGoToAnAddressWithHeadersThatNobodySees() {
        assertEquals(
                Optional.empty(),
                Configuration.read(new SettingValues(Map.of(), Map.of()))
                        .watching()
                        .traces());
        SettingValues values = new SettingValues(
                Map.of("BEW_OTEL_HEADERS", "authorization=Basic a=b==, x-team=ml"),
                Map.of(Setting.OTEL_ENDPOINT, "https://otel.example/prefix", Setting.OTEL_SAMPLE, "0.25"));
        TraceSettings traces = Configuration.read(values).watching().traces().orElseThrow();
        assertEquals(List.of(), values.problems());
        assertEquals(URI.create("https://otel.example/prefix"), traces.endpoint());
        assertEquals(Map.of("authorization", "Basic a=b==", "x-team", "ml"), traces.headers());
        assertEquals(0.25, traces.sample());
        assertFalse(traces.toString().contains("Basic"), traces.toString());
        for (String wrong : List.of("otel:4318", "localhost", "ftp://x", "http://x/?a=b", "http://", "a b")) {
            assertTrue(problems(Map.of(Setting.OTEL_ENDPOINT, wrong)).contains("BEW_OTEL_ENDPOINT"), wrong);
        }
        for (String wrong : List.of("1.5", "-1", "half", "", "01", "NaN")) {
            assertTrue(problems(Map.of(Setting.OTEL_SAMPLE, wrong)).contains("BEW_OTEL_SAMPLE"), wrong);
        }
        String leak = problems(Map.of(Setting.OTEL_HEADERS, "x-team=ml, secret-without-name"));
        assertTrue(leak.contains("BEW_OTEL_HEADERS"), leak);
        assertFalse(leak.contains("secret-without-name"), leak);
    }

    @Test
    void timesAndSizesHaveUnits() {
        SettingValues values = new SettingValues(
                Map.of(),
                Map.of(
                        Setting.RUN_TIMEOUT,
                        "250ms",
                        Setting.TASK_TIMEOUT,
                        "2h",
                        Setting.MAX_BODY,
                        "2KiB",
                        Setting.MAX_UPLOAD,
                        "4096"));
        assertEquals(Duration.ofMillis(250), values.duration(Setting.RUN_TIMEOUT));
        assertEquals(Duration.ofHours(2), values.duration(Setting.TASK_TIMEOUT));
        assertEquals(2048, values.bytes(Setting.MAX_BODY, 1, 1 << 20));
        assertEquals(4096, values.bytes(Setting.MAX_UPLOAD, 1, 1 << 20));
        assertEquals(List.of(), values.problems());
    }

    @Test
    void environmentsHaveTheirSettings() {
        SettingValues values = new SettingValues(Map.of(), Map.of());
        var byDefault = Configuration.read(values).python();
        assertEquals(List.of(), byDefault.others());
        assertEquals(false, byDefault.environments().sources().build(), "wheels only");
        assertEquals(Duration.ofMinutes(15), byDefault.environments().times().build());
        SettingValues given = new SettingValues(
                Map.of(),
                Map.of(
                        Setting.PYTHONS,
                        "python3.12, python3.13",
                        Setting.UV,
                        "none",
                        Setting.OFFLINE,
                        "true",
                        Setting.INDEX_URL,
                        "https://ada:open%40sesame@packages.example/simple"));
        var python = Configuration.read(given).python();
        assertEquals(List.of(), given.problems());
        assertEquals(List.of("python3.12", "python3.13"), python.others());
        assertEquals(java.util.Optional.empty(), python.environments().uv());
        assertEquals(true, python.environments().sources().offline());
        SettingValues wrong = new SettingValues(
                Map.of(),
                Map.of(
                        Setting.OFFLINE,
                        "yes",
                        Setting.WHEELS,
                        "/no/such/folder",
                        Setting.UV,
                        "/no/such/uv",
                        Setting.INDEX_URL,
                        "ftp://ada:open-sesame@packages.example"));
        var unused = Configuration.read(wrong);
        assertEquals(4, wrong.problems().size(), wrong.problems().toString());
        assertTrue(wrong.problems().stream().noneMatch(problem -> problem.contains("sesame")));
    }

    @Test
    void workersAreANumberOrARange() {
        assertEquals("3", workers("3"));
        assertEquals("2..8", workers("2..8"));
        assertEquals("4", workers("4..4"));
        for (String wrong : List.of("0", "8..2", "0..4", "2..", "..4", "2...4", "2-4", "some", "", "2..1001")) {
            String expected =
                    "BEW_WORKERS (--workers): expected a number from 1 to 1000, or a range such as 2..8, got '" + wrong
                            + "'";
            assertEquals(expected, problems(Map.of(Setting.WORKERS, wrong)));
        }
        assertTrue(problems(Map.of(Setting.WORKFLOW_WORKERS, "0")).contains("expected a number from 1 to 1000"));
    }

    private static String workers(String text) {
        SettingValues values = new SettingValues(Map.of(), Map.of(Setting.WORKERS, text));
        String size = Configuration.read(values).python().pool().size().inWords();
        assertEquals(List.of(), values.problems());
        return size;
    }

    private static String problems(Map<Setting, String> options) {
        SettingValues values = new SettingValues(Map.of(), options);
        var unused = Configuration.read(values);
        return String.join("\n", values.problems());
    }

    @Test
    void whatClientsReadIsKnown() {
        Map<String, String> environment = Map.of("BEW_SERVER", "http://127.0.0.1:8080", "BEW_KEY", "secret");
        assertEquals(List.of(), new SettingValues(environment, Map.of()).problems());
    }
}
