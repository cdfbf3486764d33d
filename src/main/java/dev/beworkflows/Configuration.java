package dev.beworkflows;

import com.sun.management.OperatingSystemMXBean;
import dev.beworkflows.access.Loopback;
import dev.beworkflows.environments.EnvironmentSettings;
import dev.beworkflows.files.ValueLimits;
import dev.beworkflows.http.HttpLimits;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.scheduler.QueueLimits;
import dev.beworkflows.scheduler.RunLimits;
import dev.beworkflows.secrets.SecretBox;
import dev.beworkflows.traces.TraceSettings;
import dev.beworkflows.worker.IsolationSettings;
import dev.beworkflows.worker.PoolSettings;
import dev.beworkflows.worker.WorkerSettings;
import dev.beworkflows.workflow.DefinitionLimits;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All settings, typed, each group in the form in which its package wants it. */
record Configuration(
        Listening listening,
        Folders folders,
        Database database,
        Python python,
        Runs runs,
        ValueLimits values,
        Background background,
        DefinitionLimits definitions,
        Watching watching,
        Optional<SecretBox> secrets) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final int KEY_CHARACTERS = 32;
    private static final int MOST_WORKERS = 1_000;
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-z0-9.\\-\\[\\]:]+");
    private static final int REQUEST_LINE_REST = 4 << 10; // method and path
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;

    /**
     * @param shared with all servers on the same database
     * @param secretsKeyFile what secrets are encrypted with, unless {@link Configuration#secrets} says
     * @param watch holds workflow folders that are published whenever they are saved
     */
    record Folders(Path data, Path shared, Path secretsKeyFile, Optional<Path> watch) {}

    record Listening(String host, int port, Access access, HttpLimits limits) {

        /** Whether other machines reach it. */
        boolean isBeyondLoopback() {
            return !Loopback.isName(host.contains(":") ? "[" + host + "]" : host);
        }
    }

    /**
     * @param apiKey an admin's key that is in no database
     * @param ratePerMinute of each key; 0: no limit
     * @param origins of web pages that may call
     */
    record Access(Optional<String> apiKey, Duration session, int ratePerMinute, Set<String> origins) {}

    /** @param address empty: an embedded PostgreSQL */
    record Database(Optional<DatabaseAddress> address, int connections) {}

    /**
     * @param command of the default interpreter
     * @param others that workflows can choose
     * @param allWorkers how many workers there may be in all environments together
     */
    record Python(
            String command,
            List<String> others,
            IsolationSettings isolation,
            PoolSettings pool,
            int allWorkers,
            WorkerSettings.Limits limits,
            EnvironmentSettings environments) {

        /** As many there are always. */
        int workers() {
            return pool.size().least();
        }
    }

    /**
     * @param stopGrace how long runs may go on after SIGTERM
     * @param taskResultBytes how much one attempt of a task may leave in the server's memory
     * @param recentBytes how much of it holds what the latest runs pushed
     */
    record Runs(
            RunLimits limits,
            int atOnce,
            Duration stopGrace,
            int recordQueue,
            int messagesPerSecond,
            long taskResultBytes,
            long recentBytes) {}

    /** @param scheduleGrace how late a scheduled time may be before it counts as missed */
    record Background(RunLimits limits, QueueLimits queue, Duration scheduleGrace) {}

    /**
     * @param measuredWorkflows how many have meters of their own
     * @param traces empty: there are none
     */
    record Watching(int measuredWorkflows, Optional<TraceSettings> traces) {}

    /** Reads all settings; what is wrong is found in {@link SettingValues#problems} afterwards, and the result must not be used then. */
    static Configuration read(SettingValues values) {
        RunLimits limits = runLimits(values);
        return new Configuration(
                listening(values),
                folders(values),
                new Database(address(values), values.number(Setting.DATABASE_POOL, 1, 200)),
                python(values),
                new Runs(
                        limits,
                        values.number(Setting.FOREGROUND_RUNS, 1, 1_000_000),
                        values.duration(Setting.STOP_GRACE),
                        values.number(Setting.RECORD_QUEUE, 1, 1_000_000),
                        values.number(Setting.MESSAGE_RATE, 1, 100_000),
                        values.bytes(Setting.TASK_RESULT_LIMIT, KIB, GIB),
                        values.bytes(Setting.RECENT_VALUES, 0, GIB)),
                values(values),
                background(values, limits),
                definitions(values),
                new Watching(values.number(Setting.METRICS_WORKFLOWS, 1, 10_000), TraceValues.read(values)),
                secrets(values));
    }

    private static ValueLimits values(SettingValues values) {
        OptionalLong memory = values.text(Setting.VALUES_MEMORY).equals("auto")
                ? OptionalLong.empty()
                : OptionalLong.of(values.bytes(Setting.VALUES_MEMORY, 0, 1024 * 1024 * GIB));
        return new ValueLimits(values.bytes(Setting.RUN_VALUES, KIB, 1024 * 1024 * GIB), memory);
    }

    private static Optional<SecretBox> secrets(SettingValues values) {
        String key = values.text(Setting.SECRETS_KEY);
        try {
            return key.isEmpty() ? Optional.empty() : Optional.of(SecretBox.of(key));
        } catch (IllegalArgumentException e) {
            values.problem(Setting.SECRETS_KEY, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Folders folders(SettingValues values) {
        String shared = values.text(Setting.SHARED);
        Path data = folder(values.text(Setting.DATA));
        Path common = shared.isEmpty() ? data : folder(shared);
        String keyFile = values.text(Setting.SECRETS_KEY_FILE);
        Path key = keyFile.isEmpty() ? common.resolve("secrets.key") : folder(keyFile);
        return new Folders(data, common, key, watch(values));
    }

    private static Optional<Path> watch(SettingValues values) {
        Optional<Path> watch = Optional.of(values.text(Setting.WATCH))
                .filter(text -> !text.isEmpty())
                .map(Configuration::folder);
        if (watch.isPresent() && !Files.isDirectory(watch.get())) {
            values.problem(Setting.WATCH, "no such folder: " + watch.get());
        }
        return watch;
    }

    private static Path folder(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static Background background(SettingValues values, RunLimits foreground) {
        Duration run = values.duration(Setting.BACKGROUND_RUN_TIMEOUT);
        return new Background(
                new RunLimits(
                        run,
                        values.duration(Setting.BACKGROUND_TASK_TIMEOUT),
                        run,
                        foreground.workerLosses(),
                        foreground.serverLosses()),
                queue(values),
                values.duration(Setting.SCHEDULE_GRACE));
    }

    private static QueueLimits queue(SettingValues values) {
        Duration lease = values.duration(Setting.LEASE);
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            values.problem(Setting.LEASE, "expected at least " + SHORTEST_LEASE.toSeconds() + " s");
        }
        return new QueueLimits(
                values.number(Setting.BACKGROUND_RUNS, 1, 10_000),
                lease,
                values.duration(Setting.POLL),
                values.duration(Setting.KEEP_RUNS),
                values.duration(Setting.KEEP_KEYS),
                values.number(Setting.QUEUED_RUNS, 1, 100_000_000));
    }

    private static PoolSettings pool(SettingValues values) {
        return new PoolSettings(
                size(values),
                new PoolSettings.Shares(
                        values.numberOrAuto(Setting.BACKGROUND_WORKERS, 1, MOST_WORKERS),
                        values.numberOrAuto(Setting.WORKFLOW_WORKERS, 1, MOST_WORKERS)),
                new PoolSettings.Waiting(
                        values.number(Setting.WAITING_CALLS, 1, 1_000_000),
                        values.duration(Setting.EXPECTED_WAIT),
                        values.duration(Setting.WORKER_WAIT)),
                new PoolSettings.Lifetime(
                        values.number(Setting.WORKER_TASKS, 0, 999_999_999),
                        values.bytes(Setting.WORKER_GROWTH, 0, 1024 * GIB),
                        values.durationOrOff(Setting.WORKER_AGE)));
    }

    private static WorkerSettings.Resources resources(SettingValues values) {
        long machine = machineBytes();
        return new WorkerSettings.Resources(
                values.bytesOrAuto(Setting.TASK_MEMORY, 0, 1024 * 1024 * GIB).orElse(machine / 2),
                values.bytesOrAuto(Setting.TASK_ADDRESS_SPACE, 0, 1024 * 1024 * GIB)
                        .orElse(Math.max(4 * machine, 64 * GIB)),
                values.number(Setting.TASK_OPEN_FILES, 0, 1_000_000),
                values.numberOrAuto(Setting.TASK_THREADS, 1, MOST_WORKERS));
    }

    /** Of the container, where there is one. */
    private static long machineBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static PoolSettings.Size size(SettingValues values) {
        Duration idle = values.duration(Setting.WORKER_IDLE);
        Duration lastIdle = values.duration(Setting.POOL_IDLE);
        if (values.text(Setting.WORKERS).equals("auto")) {
            int least = Math.max(2, Runtime.getRuntime().availableProcessors());
            return new PoolSettings.Size(least, 2 * least, idle, lastIdle);
        }
        SettingValues.Range workers = values.range(Setting.WORKERS, 1, MOST_WORKERS);
        return new PoolSettings.Size(workers.least(), workers.most(), idle, lastIdle);
    }

    private static Listening listening(SettingValues values) {
        String host = values.text(Setting.HOST);
        Optional<String> key = Optional.of(values.text(Setting.API_KEY)).filter(text -> !text.isEmpty());
        if (key.isPresent() && key.get().length() < KEY_CHARACTERS) {
            values.problem(Setting.API_KEY, "expected at least " + KEY_CHARACTERS + " characters");
        }
        Access access = new Access(
                key, values.duration(Setting.SESSION), values.number(Setting.RATE, 0, 10_000_000), origins(values));
        return new Listening(host, values.number(Setting.PORT, 0, 65_535), access, http(values));
    }

    private static Set<String> origins(SettingValues values) {
        Set<String> origins = new LinkedHashSet<>();
        for (String origin : values.text(Setting.CORS_ORIGINS).split(",", -1)) {
            String text = origin.strip();
            if (ORIGIN.matcher(text).matches()) {
                origins.add(text);
            } else if (!text.isEmpty()) {
                values.problem(
                        Setting.CORS_ORIGINS,
                        "'" + text
                                + "' is no origin; expected scheme, host and port only, such as https://app.example.com");
            }
        }
        return origins;
    }

    private static HttpLimits http(SettingValues values) {
        HttpLimits.Transport transport = HttpLimits.DEFAULT.transport();
        HttpLimits.Content content = HttpLimits.DEFAULT.content();
        HttpLimits.Json json = HttpLimits.DEFAULT.json();
        int query = (int) values.bytes(Setting.MAX_QUERY, KIB, 16 * MIB);
        return new HttpLimits(
                new HttpLimits.Transport(
                        query + REQUEST_LINE_REST,
                        (int) values.bytes(Setting.MAX_HEADERS, KIB, MIB),
                        values.duration(Setting.IDLE_TIMEOUT),
                        transport.minBytesPerSecond(),
                        transport.http2()),
                new HttpLimits.Content(
                        (int) values.bytes(Setting.MAX_BODY, KIB, GIB),
                        values.bytes(Setting.MAX_UPLOAD, KIB, 1024 * GIB),
                        query,
                        values.number(Setting.MAX_FIELDS, 1, 100_000),
                        values.number(Setting.MAX_FILES, 1, 100_000),
                        content.fileNameCharacters()),
                new HttpLimits.Json(
                        values.number(Setting.MAX_JSON_DEPTH, 1, 500),
                        json.tokens(),
                        json.nameCharacters(),
                        json.numberCharacters(),
                        json.exponent()),
                new HttpLimits.Streams(
                        values.duration(Setting.EVENT_COMMENT),
                        values.duration(Setting.EVENT_DRAIN),
                        values.number(Setting.EVENT_STREAMS, 1, 1_000_000),
                        values.duration(Setting.EVENT_TOKEN)));
    }

    private static Optional<DatabaseAddress> address(SettingValues values) {
        String url = values.text(Setting.DATABASE_URL);
        if (url.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseAddress.parse(url));
        } catch (IllegalArgumentException e) {
            values.problem(Setting.DATABASE_URL, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Python python(SettingValues values) {
        PoolSettings pool = pool(values);
        OptionalInt all = values.numberOrAuto(Setting.ALL_WORKERS, 1, MOST_WORKERS);
        if (all.isPresent() && all.getAsInt() < pool.size().most()) {
            values.problem(
                    Setting.ALL_WORKERS,
                    "expected at least " + pool.size().most() + ", as many as BEW_WORKERS allows for one environment");
        }
        return new Python(
                values.text(Setting.PYTHON),
                Stream.of(values.text(Setting.PYTHONS).split(",", -1))
                        .map(String::strip)
                        .filter(command -> !command.isEmpty())
                        .toList(),
                new IsolationSettings(level(values), values.number(Setting.WORKER_UID, 1, 999_999_999)),
                pool,
                all.orElse(2 * pool.size().most()),
                new WorkerSettings.Limits(
                        (int) values.bytes(Setting.MAX_MESSAGE, 64 * KIB, GIB),
                        (int) values.bytes(Setting.INLINE_VALUE, 0, MIB),
                        values.bytes(Setting.TASK_OUTPUT_LIMIT, 0, GIB),
                        values.duration(Setting.WORKER_START),
                        resources(values)),
                EnvironmentValues.read(values));
    }

    private static IsolationSettings.Level level(SettingValues values) {
        String text = values.text(Setting.ISOLATION);
        for (IsolationSettings.Level level : IsolationSettings.Level.values()) {
            if (level.text().equals(text)) {
                return level;
            }
        }
        values.problem(Setting.ISOLATION, "expected off, auto or required, got '" + text + "'");
        return IsolationSettings.Level.REQUIRED;
    }

    private static RunLimits runLimits(SettingValues values) {
        return new RunLimits(
                values.duration(Setting.RUN_TIMEOUT),
                values.duration(Setting.TASK_TIMEOUT),
                values.duration(Setting.WORKER_WAIT),
                values.number(Setting.WORKER_LOSSES, 1, 1_000),
                values.number(Setting.SERVER_LOSSES, 1, 1_000_000));
    }

    private static DefinitionLimits definitions(SettingValues values) {
        DefinitionLimits byDefault = DefinitionLimits.DEFAULT;
        return new DefinitionLimits(
                values.number(Setting.MAX_TASKS, 1, 10_000),
                byDefault.fields(),
                values.number(Setting.MAX_CODE, 1, 10_000_000),
                byDefault.regexCharacters(),
                byDefault.conditionCharacters(),
                byDefault.requirements());
    }
}
