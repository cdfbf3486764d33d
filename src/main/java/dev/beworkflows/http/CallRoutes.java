package dev.beworkflows.http;

import dev.beworkflows.access.AccessRule;
import dev.beworkflows.access.Permission;
import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.scheduler.Interception;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.Refusal;
import dev.beworkflows.scheduler.RunStarter;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls workflows. */
final class CallRoutes {
    private final Definitions definitions;
    private final PublishedWorkflows published;
    private final RunStarter starter;
    private final RequestReader reader;
    private final ForegroundCall foreground;
    private final BackgroundCall background;
    private final KeyedCall keyed;
    private final Streams streams;

    CallRoutes(
            Definitions definitions,
            RunStarter starter,
            RequestReader reader,
            ForegroundCall foreground,
            BackgroundCall background,
            KeyedCall keyed,
            Streams streams) {
        this.definitions = definitions;
        this.published = new PublishedWorkflows(definitions);
        this.starter = starter;
        this.reader = reader;
        this.foreground = foreground;
        this.background = background;
        this.keyed = keyed;
        this.streams = streams;
    }

    /** Any method: which ones are allowed is up to the workflow. */
    Future<Reply> call(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        return exchange.here(published.find(id)).compose(workflow -> called(exchange, workflow));
    }

    /** The same for one version of it. */
    Future<Reply> callVersion(Exchange exchange) {
        VersionRef ref = PathIds.version(exchange);
        return exchange.here(definitions.callable(ref).recover(DatabaseAway::problem))
                .compose(found -> called(
                        exchange,
                        found.filter(workflow -> mayCall(exchange, workflow))
                                .orElseThrow(() -> PathIds.unknownWorkflow(ref.toString()))));
    }

    private static boolean mayCall(Exchange exchange, CallableWorkflow workflow) {
        return !workflow.isDraft() || exchange.principal().role().may(Permission.WRITE_WORKFLOWS);
    }

    private Future<Reply> called(Exchange exchange, CallableWorkflow workflow) {
        exchange.calls(workflow.workflow(), workflow.workflow().calling().mode());
        HttpMethod method = exchange.request().method();
        List<String> methods = workflow.workflow().calling().methods();
        if (method.equals(HttpMethod.OPTIONS)) {
            return Future.succeededFuture(MethodTable.options(MethodTable.allow(methods)));
        }
        if (!methods.contains(method.name())) {
            throw MethodTable.notAllowed(method, MethodTable.allow(methods));
        }
        if (!workflow.workflow().enabled()) {
            throw Problem.of(
                            ApiError.WORKFLOW_DISABLED,
                            "the workflow '" + workflow.workflow().id() + "' is disabled")
                    .asException();
        }
        CallOptions options = CallOptions.of(exchange, workflow.workflow().calling());
        exchange.calls(workflow.workflow(), options.mode());
        requireRoom(workflow, options); // before the body, which may be large
        return reader.read(exchange).compose(received -> {
            Future<Reply> reply =
                    check(exchange, workflow, received).compose(check -> checked(exchange, workflow, options, check));
            return reply.onComplete(ended -> received.uploads().delete());
        });
    }

    private static Future<RequestCheck> check(Exchange exchange, CallableWorkflow workflow, ReceivedRequest received) {
        return received.isLarge()
                ? exchange.here(exchange.blocking(() -> workflow.schemas().check(received.raw())))
                : Future.succeededFuture(received)
                        .map(read -> workflow.schemas().check(read.raw()));
    }

    private Future<Reply> checked(
            Exchange exchange, CallableWorkflow workflow, CallOptions options, RequestCheck check) {
        List<RequestProblem> problems = new ArrayList<>(options.problems());
        if (check instanceof RequestCheck.Refused refused) {
            problems.addAll(refused.problems());
        }
        if (!problems.isEmpty() || !(check instanceof RequestCheck.Accepted accepted)) {
            throw Problem.ofRequest(ApiError.INVALID_REQUEST, problems).asException();
        }
        if (exchange.isGone()) {
            throw Problem.of(ApiError.RUN_CANCELLED, "the caller went away").asException();
        }
        if (options.stream()) {
            streams.requireRoom();
        }
        requireRoom(workflow, options);
        Order order = Order.of(workflow, caller(exchange), accepted.request()).after(exchange.sinceArrival());
        return options.key().isEmpty()
                ? run(exchange, order, options, Optional.empty())
                : exchange.here(key(exchange, order, options.key().get()))
                        .compose(key -> keyed(exchange, order, options, key));
    }

    private void requireRoom(CallableWorkflow workflow, CallOptions options) {
        WorkflowId id = workflow.workflow().id();
        requireRoom(starter.full(id, options.mode()));
        if (workflow.interceptor().isPresent()) {
            requireRoom(starter.full(id, Mode.FOREGROUND)); // its interceptor runs inside the call
        }
    }

    static void requireRoom(Optional<Refusal> full) {
        full.ifPresent(refusal -> {
            ApiError error = refusal.reason() == Refusal.Reason.WORKERS ? ApiError.NO_WORKER : ApiError.SERVER_FULL;
            throw Problem.of(error, refusal.why())
                    .retryAfter(refusal.retryAfter())
                    .asException();
        });
    }

    /** Under a key the same request is done once. A background run without an interceptor is accepted together with its key; everything else takes the key first. */
    private Future<Reply> keyed(Exchange exchange, Order order, CallOptions options, IdempotencyKey key) {
        boolean atOnce = options.mode() == Mode.BACKGROUND
                && order.workflow().interceptor().isEmpty();
        return atOnce
                ? exchange.here(background.accept(order, options, Optional.of(key), false, keyed))
                : exchange.here(keyed.once(key, () -> run(exchange, order, options, Optional.of(key))));
    }

    private Future<Reply> run(Exchange exchange, Order order, CallOptions options, Optional<IdempotencyKey> taken) {
        if (order.workflow().interceptor().isEmpty()) {
            return start(exchange, order, options, taken);
        }
        return exchange.here(starter.intercept(order)).compose(interception -> {
            if (interception instanceof Interception.Passed passed) {
                return start(exchange, passed.order(), options, taken);
            }
            return Future.succeededFuture(InterceptorReply.of(interception));
        });
    }

    private Future<Reply> start(Exchange exchange, Order order, CallOptions options, Optional<IdempotencyKey> taken) {
        return options.mode() == Mode.BACKGROUND
                ? exchange.here(background.accept(order, options, taken, taken.isPresent(), keyed))
                : foreground.run(exchange, order, options, taken.isPresent());
    }

    private static Future<IdempotencyKey> key(Exchange exchange, Order order, String key) {
        String method = exchange.request().method().name();
        return exchange.blocking(() -> new IdempotencyKey(
                order.caller().user().orElse(""),
                order.workflow().workflow().id(),
                key,
                RequestHash.of(method, order.request())));
    }

    static RunCaller caller(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!AccessRule.CREDENTIAL_HEADERS.contains(key)
                    && !RunCaller.SCHEDULE_HEADERS.contains(key)
                    && !key.startsWith(":")) {
                headers.merge(key, value, (first, second) -> first + ", " + second);
            }
        });
        return new RunCaller(exchange.user(), request.method().name(), headers);
    }
}
