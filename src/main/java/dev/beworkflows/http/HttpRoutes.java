package dev.beworkflows.http;

import dev.beworkflows.access.Permission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The table of what stands where. */
final class HttpRoutes {

    static final String PREFIX = "/api/app/be_workflows";

    private static final String GRAPHS = PREFIX + "/be_wf_graph";
    private static final String GRAPH = GRAPHS + "/id/:id";
    private static final String VERSION = GRAPH + "/versions/:version";
    private static final String ENVIRONMENT = PREFIX + "/environments/:environment_id";
    private static final String RUN = PREFIX + "/runs/:run_id";

    private final HttpSetup setup;
    private final HttpSetup.Ports ports;
    private final ConnectionWatch watch;
    private final RequestReader reader;
    private final Streams streams;
    private final RunLinks links;
    private final RunControlRoutes controls;
    private final PathTable table;

    HttpRoutes(HttpSetup setup, ConnectionWatch watch) {
        this.setup = setup;
        this.ports = setup.ports();
        this.watch = watch;
        this.reader = new RequestReader(setup.limits(), setup.uploads());
        this.streams = new Streams(
                setup.loop(), setup.limits().streams(), setup.health().meters());
        this.links =
                new RunLinks(setup.guard().tokens(), setup.limits().streams().token());
        this.controls = new RunControlRoutes(ports.runs(), ports.control(), links);
        this.table = new PathTable(door(), AnyMethod.nowhere(HttpRoutes::nothing));
        // first, since they are the ones that have to be fast
        calls();
        definitions();
        folders();
        versions();
        runs();
        events();
        keys();
        secrets();
        schedules();
        environments();
        workers();
        health();
        contract();
    }

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.route().handler(table);
        router.errorHandler(400, routing -> refused(routing, "the path cannot be decoded"));
        router.errorHandler(404, routing -> refused(routing, "the path does not begin with '/'"));
        return router;
    }

    /** Everything that leads somewhere, and what it needs. */
    List<Route> routes() {
        return table.routes();
    }

    private EndpointHandler.Door door() {
        HttpSetup.Guard guard = setup.guard();
        Gate gate = new Gate(guard.access(), guard.rates(), ports.runs());
        return new EndpointHandler.Door(gate, new Cors(guard.origins()), watch);
    }

    private void calls() {
        KeyedCall keyed = new KeyedCall(ports.idempotencyKeys(), links);
        ForegroundCall foreground = new ForegroundCall(ports.starter(), ports.runs(), links, streams);
        BackgroundCall background =
                new BackgroundCall(ports.starter(), ports.runs(), links, streams, id -> controls.result(id));
        CallRoutes calls =
                new CallRoutes(ports.definitions(), ports.starter(), reader, foreground, background, keyed, streams);
        table.add(GRAPH + "/call", AnyMethod.call(calls::call, setup.health().meters()));
        table.add(
                VERSION + "/call",
                AnyMethod.call(calls::callVersion, setup.health().meters()));
    }

    private void definitions() {
        var definitions = new DefinitionRoutes(ports.definitions(), versionWriter(), ports.statistics(), reader);
        table.add(
                GRAPHS,
                MethodTable.get(Permission.SEE_WORKFLOWS, definitions::list)
                        .on(HttpMethod.POST, Permission.WRITE_WORKFLOWS, definitions::create));
        table.add(
                GRAPHS + "/run-task",
                MethodTable.post(Permission.WRITE_WORKFLOWS, new TrialRoute(ports, reader)::post));
        table.add(GRAPHS + "/check", MethodTable.post(Permission.WRITE_WORKFLOWS, definitions::check));
        table.add(
                GRAPH,
                MethodTable.get(Permission.SEE_WORKFLOWS, definitions::get)
                        .on(HttpMethod.PUT, Permission.WRITE_WORKFLOWS, definitions::update)
                        .on(HttpMethod.DELETE, Permission.WRITE_WORKFLOWS, definitions::delete));
    }

    private void folders() {
        FolderRoutes folders = new FolderRoutes(ports.definitions(), ports.examples(), reader);
        table.add(PREFIX + "/examples", MethodTable.get(Permission.SEE_WORKFLOWS, folders::examples));
        table.add(GRAPHS + "/export", MethodTable.get(Permission.SEE_WORKFLOWS, folders::exportAll));
        table.add(GRAPHS + "/import", MethodTable.post(Permission.WRITE_WORKFLOWS, folders::importAll));
        table.add(GRAPH + "/export", MethodTable.get(Permission.SEE_WORKFLOWS, folders::exportOne));
    }

    private void versions() {
        VersionRoutes versions = new VersionRoutes(ports.definitions(), versionWriter(), reader);
        table.add(GRAPH + "/versions", MethodTable.get(Permission.SEE_WORKFLOWS, versions::list));
        table.add(VERSION, MethodTable.get(Permission.SEE_WORKFLOWS, versions::get));
        table.add(VERSION + "/diff", MethodTable.get(Permission.SEE_WORKFLOWS, versions::diff));
        table.add(VERSION + "/publish", MethodTable.post(Permission.WRITE_WORKFLOWS, versions::publish));
        table.add(VERSION + "/restore", MethodTable.post(Permission.WRITE_WORKFLOWS, versions::restore));
        String task = GRAPH + "/tasks/:task";
        for (boolean enabled : new boolean[] {true, false}) {
            String last = enabled ? "/enable" : "/disable";
            table.add(GRAPH + last, MethodTable.post(Permission.WRITE_WORKFLOWS, versions.switchWorkflow(enabled)));
            table.add(task + last, MethodTable.post(Permission.WRITE_WORKFLOWS, versions.switchTask(enabled)));
        }
    }

    private void runs() {
        RunRoutes runs = new RunRoutes(ports.runs(), reader, links);
        table.add(PREFIX + "/runs", MethodTable.get(Permission.SEE_RUNS, runs::list));
        StatisticsRoutes statistics = new StatisticsRoutes(ports.statistics(), reader, InstantSource.system());
        table.add(PREFIX + "/runs/stats", MethodTable.get(Permission.SEE_RUNS, statistics::ofRuns));
        table.add(RUN, MethodTable.get(Permission.SEE_RUNS, runs::get));
        table.add(RUN + "/test", MethodTable.get(Permission.SEE_RUNS, new RunTestRoute(ports.runs())::get));
        table.add(RUN + "/result", MethodTable.get(Permission.SEE_RUNS, controls::result));
        table.add(RUN + "/cancel", MethodTable.post(Permission.CONTROL_RUNS, controls::cancel));
        table.add(RUN + "/retry", MethodTable.post(Permission.CONTROL_RUNS, controls::retry));
    }

    private void events() {
        EventRoutes events = new EventRoutes(ports.runs(), reader, setup.guard().tokens(), streams);
        table.add(RUN + "/events", MethodTable.get(Permission.SEE_RUNS, events::ofRun), events::isOpenedByToken);
        table.add(PREFIX + "/events", MethodTable.get(Permission.KNOWN, events::ofUser));
    }

    private void keys() {
        KeyRoutes keys = new KeyRoutes(ports.keys(), reader);
        table.add(
                PREFIX + "/keys",
                MethodTable.get(Permission.ADMINISTER, keys::list)
                        .on(HttpMethod.POST, Permission.ADMINISTER, keys::create));
        table.add(
                PREFIX + "/keys/:key_id",
                MethodTable.get(Permission.ADMINISTER, keys::get)
                        .on(HttpMethod.DELETE, Permission.ADMINISTER, keys::revoke));
        SessionRoutes sessions = new SessionRoutes(ports.keys(), setup.guard().sessionLife());
        table.add(PREFIX + "/whoami", MethodTable.get(Permission.KNOWN, sessions::whoami));
        table.add(
                PREFIX + "/session",
                MethodTable.post(Permission.KNOWN, sessions::open)
                        .on(HttpMethod.DELETE, Permission.KNOWN, sessions::close));
    }

    private void secrets() {
        SecretRoutes secrets = new SecretRoutes(ports.secrets(), reader);
        table.add(PREFIX + "/secrets", MethodTable.get(Permission.SEE_SECRETS, secrets::list));
        table.add(
                PREFIX + "/secrets/:name",
                new MethodTable()
                        .on(HttpMethod.PUT, Permission.ADMINISTER, secrets::put)
                        .on(HttpMethod.DELETE, Permission.ADMINISTER, secrets::delete));
    }

    private void schedules() {
        ScheduleRoutes schedules = new ScheduleRoutes(ports.schedules(), ports.definitions(), reader);
        table.add(
                PREFIX + "/schedules",
                MethodTable.get(Permission.SEE_WORKFLOWS, schedules::list)
                        .on(HttpMethod.POST, Permission.WRITE_WORKFLOWS, schedules::create));
        table.add(
                PREFIX + "/schedules/:schedule_id",
                MethodTable.get(Permission.SEE_WORKFLOWS, schedules::get)
                        .on(HttpMethod.PUT, Permission.WRITE_WORKFLOWS, schedules::update)
                        .on(HttpMethod.DELETE, Permission.WRITE_WORKFLOWS, schedules::delete));
    }

    private void environments() {
        EnvironmentRoutes environments =
                new EnvironmentRoutes(ports.environments(), ports.definitions(), reader, streams);
        table.add(PREFIX + "/environments", MethodTable.get(Permission.SEE_WORKFLOWS, environments::list));
        table.add(
                ENVIRONMENT,
                MethodTable.get(Permission.SEE_WORKFLOWS, environments::get)
                        .on(HttpMethod.DELETE, Permission.WRITE_WORKFLOWS, environments::delete));
        table.add(ENVIRONMENT + "/events", MethodTable.get(Permission.SEE_WORKFLOWS, environments::events));
        table.add(ENVIRONMENT + "/build", MethodTable.post(Permission.WRITE_WORKFLOWS, environments::build));
    }

    private void workers() {
        WorkerRoutes workers = new WorkerRoutes(ports.workers());
        table.add(PREFIX + "/workers", MethodTable.get(Permission.SEE_METRICS, workers::list));
        table.add(PREFIX + "/workers/deaths", MethodTable.get(Permission.SEE_METRICS, workers::deaths));
    }

    private VersionWriter versionWriter() {
        return new VersionWriter(ports.writer(), ports.environments());
    }

    private void health() {
        HealthRoutes health = new HealthRoutes(setup.health());
        table.add("/healthz", MethodTable.get(Permission.OPEN, health::lives));
        table.add("/readyz", MethodTable.get(Permission.OPEN, health::ready));
        MetricsRoute metrics = new MetricsRoute(setup.health().meters());
        table.add("/metrics", MethodTable.get(Permission.SEE_METRICS, metrics::get));
    }

    private void contract() {
        PublishedWorkflows workflows = new PublishedWorkflows(ports.definitions());
        ContractRoutes contract =
                new ContractRoutes(setup.loop(), workflows, setup.health().version());
        DocsRoutes docs = new DocsRoutes(workflows);
        table.add("/openapi.json", MethodTable.get(Permission.OPEN, contract::ofServer));
        table.add("/schemas/workflow.json", MethodTable.get(Permission.OPEN, new SchemaRoute()::get));
        table.add(GRAPH + "/openapi.json", MethodTable.get(Permission.SEE_CONTRACT, contract::ofWorkflow));
        table.add("/docs", MethodTable.get(Permission.OPEN, docs::ofServer));
        table.add("/docs/assets/:name", MethodTable.get(Permission.OPEN, docs::asset));
        table.add(GRAPH + "/docs", MethodTable.get(Permission.SEE_CONTRACT, docs::ofWorkflow));
    }

    private static Future<Reply> nothing(Exchange exchange) {
        throw Problem.of(ApiError.NOT_FOUND, "no route leads here").asException();
    }

    /** What the router itself refuses before any route of ours is asked. */
    private void refused(RoutingContext routing, String detail) {
        Problem problem = Problem.of(ApiError.MALFORMED_REQUEST, detail);
        Exchange.begin(routing, Map.of(), watch).send(Reply.of(problem));
    }
}
