package dev.beworkflows.http;

import dev.beworkflows.access.AccessRule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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
        Router router = Router.router(vertx);
        // first, since it is the one that has to be fast
        calls(router);
        definitions(router);
        runs(router);
        health(router);
        router.route().handler(guarded(method -> HttpRoutes::nothing));
        router.route().failureHandler(this::failed);
        for (int status : new int[] {400, 404, 405, 500}) {
            router.errorHandler(status, this::failed);
        }
        return router;
    }

    private void calls(Router router) {
        HttpSetup.Ports ports = setup.ports();
        CallRoutes calls = new CallRoutes(ports.definitions(), ports.starter(), reader);
        router.route(PREFIX + "/be_wf_graph/id/:id/call").handler(guarded(method -> calls::call));
    }

    private void definitions(Router router) {
        HttpSetup.Ports ports = setup.ports();
        var definitions = new DefinitionRoutes(ports.definitions(), ports.writer(), reader);
        String graphs = PREFIX + "/be_wf_graph";
        router.route(graphs)
                .handler(guarded(new MethodTable()
                        .on(HttpMethod.GET, definitions::list)
                        .on(HttpMethod.POST, definitions::create)));
        router.route(graphs + "/check").handler(guarded(new MethodTable().on(HttpMethod.POST, definitions::check)));
        router.route(graphs + "/id/:id")
                .handler(guarded(new MethodTable()
                        .on(HttpMethod.GET, definitions::get)
                        .on(HttpMethod.PUT, definitions::update)
                        .on(HttpMethod.DELETE, definitions::delete)));
        router.route(graphs + "/id/:id/versions/:version")
                .handler(guarded(new MethodTable().on(HttpMethod.GET, definitions::version)));
    }

    private void runs(Router router) {
        RunRoutes runs = new RunRoutes(setup.ports().runs(), reader);
        router.route(PREFIX + "/runs").handler(guarded(new MethodTable().on(HttpMethod.GET, runs::list)));
        router.route(PREFIX + "/runs/:run_id").handler(guarded(new MethodTable().on(HttpMethod.GET, runs::get)));
    }

    private void health(Router router) {
        HealthRoutes health = new HealthRoutes(setup.health());
        router.route("/healthz").handler(open(new MethodTable().on(HttpMethod.GET, health::lives)));
        router.route("/readyz").handler(open(new MethodTable().on(HttpMethod.GET, health::ready)));
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

    /** What the router itself refuses, such as a path that cannot be decoded. */
    private void failed(RoutingContext routing) {
        Exchange.begin(routing, watch).send(Problems.reply(RouterFailure.of(routing)));
    }
}
