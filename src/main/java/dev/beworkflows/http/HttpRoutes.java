package dev.beworkflows.http;

import dev.beworkflows.access.AccessRule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/** The table of what stands where. */
final class HttpRoutes {

    static final String PREFIX = "/api/app/be_workflows";

    private final HttpSetup setup;
    private final ConnectionWatch watch;
    private final RequestReader reader;
    private final Streams streams;
    private final RunLinks links;
    private final RunControlRoutes controls;

    HttpRoutes(HttpSetup setup, ConnectionWatch watch) {
        this.setup = setup;
        this.watch = watch;
        this.reader = new RequestReader(setup.limits(), setup.uploads());
        this.streams = new Streams(setup.limits().streams());
        this.links =
                new RunLinks(setup.guard().tokens(), setup.limits().streams().token());
        this.controls = new RunControlRoutes(setup.ports().runs(), setup.ports().control(), links);
    }

    Router router(Vertx vertx) {
        PathTable table = new PathTable(guarded(method -> HttpRoutes::nothing));
        // first, since it is the one that has to be fast
        calls(table);
        definitions(table);
        versions(table);
        runs(table);
        events(table);
        health(table);
        Router router = Router.router(vertx);
        router.route().handler(table);
        router.errorHandler(400, routing -> refused(routing, "the path cannot be decoded"));
        router.errorHandler(404, routing -> refused(routing, "the path does not begin with '/'"));
        return router;
    }

    private void calls(PathTable table) {
        HttpSetup.Ports ports = setup.ports();
        KeyedCall keyed = new KeyedCall(ports.keys(), links);
        ForegroundCall foreground = new ForegroundCall(ports.starter(), ports.runs(), links, streams);
        BackgroundCall background =
                new BackgroundCall(ports.starter(), ports.runs(), links, streams, id -> controls.result(id));
        CallRoutes calls =
                new CallRoutes(ports.definitions(), ports.starter(), reader, foreground, background, keyed, streams);
        table.add(PREFIX + "/be_wf_graph/id/:id/call", guarded(method -> calls::call));
        table.add(PREFIX + "/be_wf_graph/id/:id/versions/:version/call", guarded(method -> calls::callVersion));
    }

    private void definitions(PathTable table) {
        HttpSetup.Ports ports = setup.ports();
        var definitions = new DefinitionRoutes(ports.definitions(), ports.writer(), reader);
        String graphs = PREFIX + "/be_wf_graph";
        var all = new MethodTable().on(HttpMethod.GET, definitions::list).on(HttpMethod.POST, definitions::create);
        var one = new MethodTable()
                .on(HttpMethod.GET, definitions::get)
                .on(HttpMethod.PUT, definitions::update)
                .on(HttpMethod.DELETE, definitions::delete);
        table.add(graphs, guarded(all));
        table.add(graphs + "/check", guarded(new MethodTable().on(HttpMethod.POST, definitions::check)));
        table.add(graphs + "/id/:id", guarded(one));
    }

    private void versions(PathTable table) {
        HttpSetup.Ports ports = setup.ports();
        VersionRoutes versions = new VersionRoutes(ports.definitions(), ports.writer(), reader);
        String one = PREFIX + "/be_wf_graph/id/:id";
        String version = one + "/versions/:version";
        table.add(one + "/versions", guarded(new MethodTable().on(HttpMethod.GET, versions::list)));
        table.add(version, guarded(new MethodTable().on(HttpMethod.GET, versions::get)));
        table.add(version + "/publish", guarded(new MethodTable().on(HttpMethod.POST, versions::publish)));
        table.add(version + "/restore", guarded(new MethodTable().on(HttpMethod.POST, versions::restore)));
        table.add(one + "/enable", guarded(new MethodTable().on(HttpMethod.POST, versions.switchWorkflow(true))));
        table.add(one + "/disable", guarded(new MethodTable().on(HttpMethod.POST, versions.switchWorkflow(false))));
        String task = one + "/tasks/:task";
        table.add(task + "/enable", guarded(new MethodTable().on(HttpMethod.POST, versions.switchTask(true))));
        table.add(task + "/disable", guarded(new MethodTable().on(HttpMethod.POST, versions.switchTask(false))));
    }

    private void runs(PathTable table) {
        RunRoutes runs = new RunRoutes(setup.ports().runs(), reader, links);
        table.add(PREFIX + "/runs", guarded(new MethodTable().on(HttpMethod.GET, runs::list)));
        String one = PREFIX + "/runs/:run_id";
        table.add(one, guarded(new MethodTable().on(HttpMethod.GET, runs::get)));
        table.add(one + "/result", guarded(new MethodTable().on(HttpMethod.GET, controls::result)));
        table.add(one + "/cancel", guarded(new MethodTable().on(HttpMethod.POST, controls::cancel)));
        table.add(one + "/retry", guarded(new MethodTable().on(HttpMethod.POST, controls::retry)));
    }

    private void events(PathTable table) {
        EventRoutes events =
                new EventRoutes(setup.ports().runs(), reader, setup.guard().tokens(), streams);
        var ofRun = new MethodTable().on(HttpMethod.GET, events::ofRun);
        Optional<AccessRule> access = Optional.of(setup.guard().access());
        table.add(PREFIX + "/runs/:run_id/events", new EndpointHandler(access, watch, ofRun, events::isOpenedByToken));
        table.add(PREFIX + "/events", guarded(new MethodTable().on(HttpMethod.GET, events::ofUser)));
    }

    private void health(PathTable table) {
        HealthRoutes health = new HealthRoutes(setup.health());
        table.add("/healthz", open(new MethodTable().on(HttpMethod.GET, health::lives)));
        table.add("/readyz", open(new MethodTable().on(HttpMethod.GET, health::ready)));
    }

    private EndpointHandler guarded(EndpointHandler.Methods methods) {
        AccessRule access = setup.guard().access();
        return new EndpointHandler(Optional.of(access), watch, methods);
    }

    private EndpointHandler open(EndpointHandler.Methods methods) {
        return new EndpointHandler(Optional.empty(), watch, methods);
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
