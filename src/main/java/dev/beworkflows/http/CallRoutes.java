package dev.beworkflows.http;

import dev.beworkflows.access.AccessRule;
import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.scheduler.LiveRun;
import dev.beworkflows.scheduler.Order;
import dev.beworkflows.scheduler.RunStarter;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Calls workflows. */
final class CallRoutes {

    private final Definitions definitions;
    private final RunStarter starter;
    private final RequestReader reader;

    CallRoutes(Definitions definitions, RunStarter starter, RequestReader reader) {
        this.definitions = definitions;
        this.starter = starter;
        this.reader = reader;
    }

    /** Any method: which ones are allowed is up to the workflow. */
    Future<Reply> call(Exchange exchange) {
        WorkflowId id = PathIds.workflow(exchange);
        return exchange.here(definitions.callable(id)).compose(found -> {
            CallableWorkflow workflow = found.orElseThrow(() -> PathIds.unknownWorkflow(id.value()));
            return called(exchange, workflow);
        });
    }

    private Future<Reply> called(Exchange exchange, CallableWorkflow workflow) {
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
        List<String> preferences = exchange.request().headers().getAll("prefer");
        Mode mode = RequestedMode.of(workflow.workflow().calling().mode(), preferences);
        return mode == Mode.BACKGROUND ? background(exchange, workflow) : foreground(exchange, workflow);
    }

    private Future<Reply> background(Exchange exchange, CallableWorkflow workflow) {
        return reader.read(exchange).compose(received -> {
            RequestCheck check = workflow.schemas().check(received.raw());
            if (!(check instanceof RequestCheck.Accepted accepted)) {
                throw refusal(check).asException();
            }
            Order order = Order.of(workflow, caller(exchange.request()), accepted.request());
            var queueing = workflow.workflow().calling().queueing();
            var placement = new dev.beworkflows.journal.Placement(
                    queueing.priority(), java.util.Optional.empty(), queueing.concurrency());
            return starter.accept(order, placement, java.util.Optional.empty(), false)
                    .map(use -> Reply.empty(202).with("x-run-id", order.id().toString()))
                    .onComplete(ended -> received.uploads().delete());
        });
    }

    private Future<Reply> foreground(Exchange exchange, CallableWorkflow workflow) {
        return reader.read(exchange).compose(received -> {
            Future<Reply> reply = Future.succeededFuture(received).compose(read -> run(exchange, workflow, read));
            return reply.onComplete(ended -> received.uploads().delete());
        });
    }

    private Future<Reply> run(Exchange exchange, CallableWorkflow workflow, ReceivedRequest received) {
        RequestCheck check = workflow.schemas().check(received.raw());
        if (check instanceof RequestCheck.Accepted accepted && !exchange.isGone()) {
            Order order = Order.of(workflow, caller(exchange.request()), accepted.request());
            LiveRun run = starter.start(order);
            exchange.onGone(() -> run.cancel("the caller went away"));
            return run.result().map(result -> CallReply.of(run.id(), result));
        }
        throw refusal(check).asException();
    }

    private static Problem refusal(RequestCheck check) {
        return check instanceof RequestCheck.Refused refused
                ? Problem.ofRequest(ApiError.INVALID_REQUEST, refused.problems())
                : Problem.of(ApiError.RUN_CANCELLED, "the caller went away");
    }

    private static RunCaller caller(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!AccessRule.CREDENTIAL_HEADERS.contains(key) && !key.startsWith(":")) {
                headers.merge(key, value, (first, second) -> first + ", " + second);
            }
        });
        return new RunCaller(Optional.empty(), request.method().name(), headers);
    }
}
