package dev.beworkflows;

import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.http.HttpSetup;
import dev.beworkflows.http.HttpVerticle;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.metrics.Meters;
import dev.beworkflows.postgres.DatabaseAddress;
import dev.beworkflows.postgres.PostgresStartException;
import dev.beworkflows.schema.WorkflowSchemas;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A running server: its parts are built once here, in the order in which data flows, and taken down in the opposite order.
 *
 * <p>{@link #start} and {@link #close} block; they belong to the main thread and the shutdown hook.
 */
final class Server implements AutoCloseable {

    private static final long BLOCKED_MILLIS = 200;
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    private final Configuration configuration;
    private final TakeDown takeDown = new TakeDown();
    private final Aside<Meters> measuring;
    private final AccessSetup access;
    private int port;

    private Server(Configuration configuration) {
        this.configuration = configuration;
        int measured = configuration.watching().measuredWorkflows();
        this.measuring = Aside.begin("meters", () -> new Meters(Version.current(), measured));
        this.access = new AccessSetup(configuration);
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
        DataFolder data = folders();
        Aside.Result<DatabaseAddress> addressing = DatabaseSetup.address(configuration, data, takeDown);
        Aside<WorkerSetup> preparing = Aside.begin("workers", () -> WorkerSetup.prepare(configuration, data));
        Vertx vertx = vertx();
        Basis basis = new Basis(configuration, data, vertx, EventLoop.create(vertx), takeDown);
        Meters meters = measuring.result();
        DatabaseSetup database = DatabaseSetup.open(basis, addressing.result());
        TaskSetup tasks = TaskSetup.start(basis, preparing.result(), database.database()); // while the database answers
        WorkflowSchemas.prepare();
        DatabaseSetup.Stored stored = database.stored(access);
        CatalogSetup catalog = CatalogSetup.open(basis, tasks, stored);
        EngineSetup engine = EngineSetup.start(basis, tasks, stored, catalog.workflows(), meters);

        catalog.resume();
        Blocking.await(tasks.pools().ready());
        Future<Void> opened = engine.open(stored.notifications());
        ScheduleSetup schedules = ScheduleSetup.of(basis, stored);
        ServerParts parts = new ServerParts(basis, tasks, stored, catalog, engine, schedules);
        ListenSetup listening = ListenSetup.prepare(parts, meters);
        Blocking.await(opened);
        HttpSetup.Guard guard = access.guard(stored.database());
        schedules.begin(basis, catalog.workflows(), engine.runs());
        Refreshing.start(vertx, stored.keys(), stored.secrets());
        HttpVerticle verticle = listening.listen(guard);
        port = verticle.port();
        meters.watch(basis.loop(), "engine");
        meters.watch(EventLoop.of(verticle.loop()), "http");
        configuration.folders().watch().ifPresent(folder -> watch(vertx, folder, catalog.workflows()));
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        new StartReport(
                        configuration,
                        port,
                        tasks.workers().python(),
                        database.address(),
                        access.isOpen(),
                        tasks.workers().isolation())
                .log(took);
    }

    private DataFolder folders() throws StartException, IOException {
        DataFolder data = DataFolder.take(configuration.folders().data());
        takeDown.first("data folder", data::close);
        Path unused = Files.createDirectories(configuration.folders().shared());
        return data;
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

    private void watch(Vertx vertx, Path folder, Definitions definitions) {
        FolderWatch watch = FolderWatch.start(vertx, folder, definitions);
        takeDown.first("folder watch", watch::stop);
    }
}
