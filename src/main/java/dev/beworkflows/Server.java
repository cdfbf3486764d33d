package dev.beworkflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.ApiKey;
import dev.beworkflows.access.EventTokens;
import dev.beworkflows.access.KeyRing;
import dev.beworkflows.access.Keys;
import dev.beworkflows.access.RateLimits;
import dev.beworkflows.catalog.DefinitionCheck;
import dev.beworkflows.catalog.Workflows;
import dev.beworkflows.disk.FolderAccess;
import dev.beworkflows.disk.SecretNames;
import dev.beworkflows.environments.Environments;
import dev.beworkflows.environments.Interpreter;
import dev.beworkflows.environments.Interpreters;
import dev.beworkflows.files.ObjectStore;
import dev.beworkflows.files.RunFolders;
import dev.beworkflows.files.ValueFolders;
import dev.beworkflows.http.HttpMeters;
import dev.beworkflows.http.HttpSetup;
import dev.beworkflows.http.HttpVerticle;
import dev.beworkflows.http.UploadFolder;
import dev.beworkflows.journal.EndedRuns;
import dev.beworkflows.journal.JournalLimits;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.metrics.Meters;
import dev.beworkflows.metrics.Sources;
import dev.beworkflows.postgres.Database;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.postgres.EmbeddedPostgres;
import dev.beworkflows.postgres.Migrations;
import dev.beworkflows.postgres.Notifications;
import dev.beworkflows.postgres.PgIdempotencyKeys;
import dev.beworkflows.postgres.PgKeyStore;
import dev.beworkflows.postgres.PgObjectCatalog;
import dev.beworkflows.postgres.PgQueueCounts;
import dev.beworkflows.postgres.PgRunQueue;
import dev.beworkflows.postgres.PgRunStatistics;
import dev.beworkflows.postgres.PgRunStore;
import dev.beworkflows.postgres.PgScheduleStore;
import dev.beworkflows.postgres.PgSecretStore;
import dev.beworkflows.postgres.PgSecrets;
import dev.beworkflows.postgres.PgUserEvents;
import dev.beworkflows.postgres.PgWorkflowStore;
import dev.beworkflows.postgres.PostgresStartException;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.schedule.Schedules;
import dev.beworkflows.scheduler.RecentValues;
import dev.beworkflows.scheduler.Runs;
import dev.beworkflows.schema.WorkflowSchemas;
import dev.beworkflows.secrets.SecretBox;
import dev.beworkflows.secrets.Secrets;
import dev.beworkflows.task.CodeChecker;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.traces.Traces;
import dev.beworkflows.worker.Isolation;
import dev.beworkflows.worker.IsolationLayer;
import dev.beworkflows.worker.PythonCodeChecker;
import dev.beworkflows.worker.WorkerHost;
import dev.beworkflows.worker.WorkerPools;
import dev.beworkflows.workflow.DefinitionLimits;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import dev.beworkflows.workflow.WorkflowReader;
import dev.beworkflows.workflow.WorkflowWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A running server: every object is built once here, in the order in which data flows, and taken down in the opposite order.
 *
 * <p>{@link #start} and {@link #close} block; they belong to the main thread and the shutdown hook.
 */
final class Server implements AutoCloseable {

    private static final long BLOCKED_MILLIS = 200;
    private static final Duration JOURNAL_PATIENCE = Duration.ofSeconds(10);
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";
    private static final WorkflowId NO_ID = new WorkflowId("unnamed");

    private final Configuration configuration;
    private final TakeDown takeDown = new TakeDown();
    private final Aside<Meters> measuring;
    private final KeyRing keyRing;
    private int port;

    private Server(Configuration configuration) {
        this.configuration = configuration;
        int measured = configuration.watching().measuredWorkflows();
        this.measuring = Aside.begin("meters", () -> new Meters(Version.current(), measured));
        this.keyRing = new KeyRing(configuration.listening().access().apiKey().map(ApiKey::new));
    }

    /** Returns when the server answers. */
    static Server start(Configuration configuration) throws StartException {
        Server server = new Server(configuration);
        try {
            server.startAll();
            return server;
        } catch (PostgresStartException | IOException e) {
            server.close();
            throw new StartException(String.valueOf(e.getMessage()));
        } catch (StartException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The port that is listened on. */
    int port() {
        return port;
    }

    /** Lets running calls end, for the grace time at most, then stops everything. A second call does nothing. */
    @Override
    public void close() {
        takeDown.run();
    }

    private void startAll() throws StartException, PostgresStartException, IOException {
        long begin = System.nanoTime();
        takeDown.first("meters", () -> measuring.undo(Meters::close));
        DataFolder data = DataFolder.take(configuration.folders().data());
        takeDown.first("data folder", data::close);
        Path shared = Files.createDirectories(configuration.folders().shared());
        Aside.Result<DatabaseAddress> addressing = databaseAddress(data);
        Aside<WorkerSetup> preparing = Aside.begin("workers", () -> WorkerSetup.prepare(configuration, data));
        Vertx vertx = vertx();
        EventLoop engineLoop = EventLoop.create(vertx);
        Meters meters = measuring.result();
        DatabaseAddress address = addressing.result();
        Database database = database(vertx, address);
        Future<Boolean> areDone = Migrations.areDone(database); // workers start while the database answers
        WorkerSetup workers = preparing.result();
        FolderAccess access = workers.access();
        ObjectStore objects = objects(vertx, new ObjectStore.Root(shared.resolve("files"), access), database);
        ValueFolders values = values(vertx, data, access);
        WorkerHost host = workers.start(objects, values);
        takeDown.first("worker host", host::close);
        Configuration.Python settings = configuration.python();
        EnvironmentHolds holds = new EnvironmentHolds();
        WorkerPools pool = WorkerPools.start(engineLoop, host, settings.pool(), settings.allWorkers(), holds::occupied);
        takeDown.first("workers", () -> Blocking.await(pool.close()));
        WorkflowSchemas.prepare();
        if (!Blocking.result(areDone)) {
            int unusedCount = Migrations.run(address);
        }

        Notifications notifications = notifications(vertx, address);
        PgWorkflowStore store = workflowStore(notifications, database);
        Keys keys = keys(notifications, database); // before anything is run that a refused server must not touch
        Secrets secrets = secrets(notifications, database);
        Interpreters interpreters = workers.interpreters();
        Environments environments = environments(vertx, workers, interpreters);
        holds.of(environments);
        DefinitionCheck check = check(checkers(engineLoop, host, interpreters), secrets);
        Workflows workflows = new Workflows(vertx, store, check, pool::warm, environments);
        Future<Void> installed = Examples.installOnce(store, workflows);
        RunQueue queue = new PgRunQueue(
                database, data.serverId(), configuration.background().queue().lease());
        Optional<Traces> traces = traces(workflows);
        RunJournal journal = journal(engineLoop, database, queue, ended(meters, traces));
        RunsSetup setup =
                new RunsSetup(configuration, engineLoop, journal, queue, objects, secrets::values, meters::waits);
        RunFolders folders = RunFolders.open(
                vertx, new RunFolders.Root(workers.runs(), access, names(database)), configuration.values());
        RecentValues recent = new RecentValues(engineLoop, configuration.runs().recentBytes());
        Runs runs = runs(setup, pool, values, folders, recent, workflows);

        Blocking.await(installed);
        Blocking.await(workflows.resume());
        Blocking.await(pool.ready());
        notifications.onQueue(runs::look);
        notifications.onCancel(runs::cancelRequested);
        notifications.onRun(journal::look);
        Future<Void> opened = runs.open();
        PgIdempotencyKeys idempotencyKeys = new PgIdempotencyKeys(
                database, data.serverId(), configuration.background().queue().lease());
        PgScheduleStore scheduleStore = new PgScheduleStore(database, notifications);
        HttpSetup.Ports ports = new HttpSetup.Ports(
                workflows,
                Examples::read,
                WorkflowWriter::write,
                runs,
                runs,
                new JournalReader(engineLoop, journal, queue, recent, journal.userFeeds(new PgUserEvents(database))),
                new PgRunStatistics(database),
                idempotencyKeys,
                keys,
                secrets,
                scheduleStore,
                environments,
                pool);
        UploadFolder uploads = Blocking.result(UploadFolder.open(vertx, workers.uploads(), access));
        Sources sources = new Sources(
                journal::counts,
                runs::counts,
                pool::counts,
                new Sources.Slow(
                        new PgQueueCounts(database, InstantSource.system())::count,
                        new Sources.Bytes(
                                values::bytes, folders::bytes, uploads::bytes, objects::bytes, environments::bytes)),
                traces.map(open -> new Sources.Spans(open::sent, open::dropped)).orElse(Sources.Spans.NONE),
                limits());
        HttpSetup.Health health = health(database, meters.http(vertx, sources), workers.isolation());
        Blocking.await(opened);
        EventTokens tokens = tokens(database);
        schedules(vertx, scheduleStore, workflows, runs, idempotencyKeys);
        Refreshing.start(vertx, keys, secrets);
        HttpVerticle listening = listen(vertx, engineLoop, uploads, ports, health, tokens);
        port = listening.port();
        meters.watch(engineLoop, "engine");
        meters.watch(EventLoop.of(listening.loop()), "http");
        configuration.folders().watch().ifPresent(folder -> watch(vertx, folder, workflows));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        new StartReport(configuration, port, workers.python(), address, keyRing.isOpen(), workers.isolation())
                .log(took);
    }

    private void watch(Vertx vertx, Path folder, Workflows workflows) {
        FolderWatch watch = FolderWatch.start(vertx, folder, workflows);
        takeDown.first("folder watch", watch::stop);
    }

    private Vertx vertx() {
        if (System.getProperty(NETTY_EVENTS) == null) {
            System.setProperty(NETTY_EVENTS, "false"); // its events for the flight recorder, of no use here, take 80 ms
        }
        Vertx vertx = Vertx.builder()
                .with(new VertxOptions()
                        .setMaxEventLoopExecuteTime(BLOCKED_MILLIS)
                        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                        .setPreferNativeTransport(true))
                .withMetrics(Meters.databasePools(measuring::now))
                .build();
        takeDown.first("vertx", () -> Blocking.await(vertx.close()));
        return vertx;
    }

    /** Of the given database, or of an embedded one, which is started. */
    private Aside.Result<DatabaseAddress> databaseAddress(DataFolder data) throws IOException {
        Optional<DatabaseAddress> given = configuration.database().address();
        if (given.isPresent()) {
            return given::get;
        }
        Path folder = data.folder("postgres");
        Aside<EmbeddedPostgres> starting = Aside.begin("database", () -> EmbeddedPostgres.start(folder));
        takeDown.first("embedded PostgreSQL", () -> starting.undo(EmbeddedPostgres::close));
        return () -> starting.result().address();
    }

    private Database database(Vertx vertx, DatabaseAddress address) {
        Database database =
                Database.open(vertx, address, configuration.database().connections());
        takeDown.first("database", () -> Blocking.await(database.close()));
        return database;
    }

    private Notifications notifications(Vertx vertx, DatabaseAddress address) {
        Notifications notifications = Notifications.listen(vertx, address);
        takeDown.first("database listener", () -> Blocking.await(notifications.close()));
        return notifications;
    }

    private static PgWorkflowStore workflowStore(Notifications notifications, Database database) {
        return new PgWorkflowStore(database, notifications, WorkflowWriter::write, Server::stored);
    }

    private DefinitionCheck check(DefinitionCheck.Checkers checkers, Secrets secrets) {
        return new DefinitionCheck(new WorkflowReader(configuration.definitions()), checkers, secrets::isSet);
    }

    /** One for each interpreter; none starts a process before it is asked. */
    private static DefinitionCheck.Checkers checkers(EventLoop loop, WorkerHost host, Interpreters interpreters) {
        Map<Interpreter, CodeChecker> all = new HashMap<>();
        for (Interpreter python : interpreters.all()) {
            Optional<String> command = Optional.of(python.executable());
            WorkerKind kind = new WorkerKind("python-" + python.version(), command, false);
            all.put(python, new PythonCodeChecker(loop, host, kind));
        }
        return wanted ->
                Objects.requireNonNull(all.get(interpreters.find(wanted).orElse(interpreters.byDefault())));
    }

    private Environments environments(Vertx vertx, WorkerSetup workers, Interpreters interpreters) throws IOException {
        Environments environments = Environments.open(
                EventLoop.create(vertx),
                workers.environments(),
                configuration.python().environments(),
                interpreters,
                InstantSource.system());
        takeDown.first("environments", () -> Blocking.await(environments.close()));
        return environments;
    }

    private Optional<Traces> traces(Workflows workflows) {
        Optional<Traces> traces = configuration
                .watching()
                .traces()
                .map(settings -> Traces.open(settings, version -> graph(workflows, version)));
        traces.ifPresent(open -> takeDown.first("traces", open::close));
        return traces;
    }

    private static Future<Optional<Graph>> graph(Workflows workflows, VersionRef version) {
        return workflows
                .callable(version)
                .map(found ->
                        found.map(callable -> callable.workflow().program().graph()));
    }

    private static EndedRuns ended(Meters meters, Optional<Traces> traces) {
        EndedRuns measured = meters.runs();
        return traces.isPresent() ? measured.andThen(traces.get()) : measured;
    }

    private RunJournal journal(EventLoop loop, Database database, RunQueue queue, EndedRuns ended) {
        JournalLimits byDefault = JournalLimits.DEFAULT;
        JournalLimits limits = new JournalLimits(
                byDefault.eventsPerRun(),
                byDefault.outputPerRun(),
                configuration.runs().messagesPerSecond(),
                configuration.runs().recordQueue(),
                byDefault.waitingCharacters(),
                byDefault.batch(),
                byDefault.gather(),
                byDefault.longestRetry());
        RunJournal journal =
                new RunJournal(loop, new PgRunStore(database), queue, limits, InstantSource.system(), ended);
        takeDown.first("journal", () -> Blocking.await(journal.close(JOURNAL_PATIENCE)));
        return journal;
    }

    private ObjectStore objects(Vertx vertx, ObjectStore.Root root, Database database) throws IOException {
        long largest = configuration.listening().limits().content().formBytes();
        return ObjectStore.open(vertx, root, largest, new PgObjectCatalog(database), InstantSource.system());
    }

    private ValueFolders values(Vertx vertx, DataFolder data, FolderAccess access) throws IOException {
        ValueFolders values = ValueFolders.open(vertx, data.folder("values"), configuration.values(), access);
        takeDown.first("values", values::close);
        return values;
    }

    private Runs runs(
            RunsSetup setup,
            WorkerPools pool,
            ValueFolders values,
            RunFolders folders,
            RecentValues recent,
            Workflows workflows) {
        Runs runs = setup.runs(pool, values, folders, recent, workflows::callable);
        takeDown.first(
                "runs", () -> Blocking.await(runs.drain(configuration.runs().stopGrace())));
        return runs;
    }

    private void schedules(Vertx vertx, ScheduleStore store, Workflows workflows, Runs runs, PgIdempotencyKeys keys) {
        Schedules.Timing timing = new Schedules.Timing(
                configuration.background().queue().poll(),
                configuration.background().scheduleGrace());
        Schedules schedules = new Schedules(EventLoop.create(vertx), store, workflows, runs, keys, timing);
        takeDown.first("schedules", () -> Blocking.await(schedules.close()));
        schedules.begin();
    }

    private Secrets secrets(Notifications notifications, Database database) throws StartException, IOException {
        Path file = configuration.folders().secretsKeyFile();
        try {
            SecretBox box = configuration.secrets().isPresent()
                    ? configuration.secrets().get()
                    : SecretBox.of(file);
            Secrets secrets = new Secrets(new PgSecretStore(database, notifications), box);
            Blocking.await(secrets.refresh());
            return secrets;
        } catch (IllegalArgumentException e) {
            throw new StartException("the key for secrets in " + file + " cannot be used: " + e.getMessage());
        }
    }

    /** Beyond loopback nobody gets in without a key, so that there has to be one. */
    private Keys keys(Notifications notifications, Database database) throws StartException {
        Keys keys = new Keys(new PgKeyStore(database, notifications), keyRing, InstantSource.system());
        Blocking.await(keys.refresh());
        Configuration.Listening listening = configuration.listening();
        if (listening.isBeyondLoopback() && !keyRing.hasAdmin(Instant.now())) {
            throw new StartException("'" + listening.host()
                    + "' is reached by other machines, so an admin's key is needed: make one with 'be-workflows keys create --role admin"
                    + " --name NAME --data " + configuration.folders().data()
                    + "', or set BEW_API_KEY, for example to the output of 'openssl rand -hex 32'");
        }
        return keys;
    }

    private Sources.Limits limits() {
        return new Sources.Limits(
                configuration.runs().atOnce(),
                configuration.background().queue().atOnce(),
                configuration.background().queue().waiting(),
                configuration.listening().limits().streams().most());
    }

    private static HttpSetup.Health health(Database database, HttpMeters meters, Isolation isolation) {
        Map<String, Boolean> layers = new LinkedHashMap<>();
        for (IsolationLayer layer : IsolationLayer.values()) {
            layers.put(layer.json(), isolation.has(layer));
        }
        HttpSetup.Isolation told =
                new HttpSetup.Isolation(isolation.settings().level().text(), layers);
        return new HttpSetup.Health(Version.current(), Map.of("database", database::ping), meters, told);
    }

    private static SecretNames names(Database database) throws StartException {
        return SecretNames.of(Blocking.result(new PgSecrets(database).of("run-folders")));
    }

    private static EventTokens tokens(Database database) throws StartException {
        return new EventTokens(Blocking.result(new PgSecrets(database).of("events")));
    }

    private HttpVerticle listen(
            Vertx vertx,
            EventLoop loop,
            UploadFolder uploads,
            HttpSetup.Ports ports,
            HttpSetup.Health health,
            EventTokens tokens)
            throws StartException {
        Configuration.Listening listening = configuration.listening();
        HttpSetup setup = new HttpSetup(
                loop,
                new HttpSetup.Listen(listening.host(), listening.port()),
                listening.limits(),
                new HttpSetup.Guard(
                        new AccessRule(keyRing, listening.access().origins(), InstantSource.system()),
                        new RateLimits(listening.access().ratePerMinute(), System::nanoTime),
                        listening.access().origins(),
                        tokens,
                        listening.access().session()),
                uploads,
                ports,
                health);
        HttpVerticle verticle = new HttpVerticle(setup);
        try {
            Blocking.await(vertx.deployVerticle(verticle));
        } catch (StartException e) {
            throw new StartException(
                    "cannot listen on " + listening.host() + " port " + listening.port() + ": " + e.getMessage());
        }
        return verticle;
    }

    /** What was saved once stays readable, whatever the limits are today. */
    private static Workflow stored(JsonNode definition) {
        WorkflowReader.Reading reading = new WorkflowReader(DefinitionLimits.NONE).read(definition, NO_ID);
        if (reading instanceof WorkflowReader.Reading.Accepted accepted) {
            return accepted.workflow();
        }
        throw new IllegalStateException("a stored definition is refused: " + reading);
    }
}
