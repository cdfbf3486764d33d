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

    HttpRoutes(HttpSetup setup, ConnectionWatch watch) {
        this.setup = setup;
        this.watch = watch;
        this.reader = new RequestReader(setup.limits(), setup.uploads());
    }

    Router router(Vertx vertx) {
        PathTable table = new PathTable(guarded(method -> HttpRoutes::nothing));
        // first, since it is the one that has to be fast
        calls(table);
        definitions(table);
        runs(table);
        health(table);
        Router router = Router.router(vertx);
        router.route().handler(table);
        router.errorHandler(400, routing -> refused(routing, "the path cannot be decoded"));
        router.errorHandler(404, routing -> refused(routing, "the path does not begin with '/'"));
        return router;
    }

    private void calls(PathTable table) {
        HttpSetup.Ports ports = setup.ports();
        CallRoutes calls = new CallRoutes(ports.definitions(), ports.starter(), reader);
        table.add(PREFIX + "/be_wf_graph/id/:id/call", guarded(method -> calls::call));
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
        table.add(
                graphs + "/id/:id/versions/:version",
                guarded(new MethodTable().on(HttpMethod.GET, definitions::version)));
    }

    private void runs(PathTable table) {
        RunRoutes runs = new RunRoutes(setup.ports().runs(), reader);
        table.add(PREFIX + "/runs", guarded(new MethodTable().on(HttpMethod.GET, runs::list)));
        table.add(PREFIX + "/runs/:run_id", guarded(new MethodTable().on(HttpMethod.GET, runs::get)));
    }

    private void health(PathTable table) {
        HealthRoutes health = new HealthRoutes(setup.health());
        table.add("/healthz", open(new MethodTable().on(HttpMethod.GET, health::lives)));
        table.add("/readyz", open(new MethodTable().on(HttpMethod.GET, health::ready)));
    }

    private EndpointHandler guarded(EndpointHandler.Methods methods) {
        AccessRule access = setup.access();
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
