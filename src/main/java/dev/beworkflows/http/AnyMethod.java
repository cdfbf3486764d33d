package dev.beworkflows.http;

import dev.beworkflows.access.Permission;
import dev.beworkflows.workflow.Calling;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Consumer;

/**
 * One endpoint for whatever method: which ones are allowed is up to the workflow.
 *
 * @param known those that a workflow may allow; none: the path leads nowhere
 * @param onBegin told of every request
 */
record AnyMethod(Permission permission, Endpoint endpoint, List<HttpMethod> known, Consumer<Exchange> onBegin)
        implements EndpointHandler.Methods {

    static AnyMethod call(Endpoint endpoint, HttpMeters meters) {
        List<HttpMethod> methods =
                Calling.ALL_METHODS.stream().map(HttpMethod::valueOf).toList();
        return new AnyMethod(Permission.CALL, endpoint, methods, exchange -> {
            if (!exchange.request().method().equals(HttpMethod.OPTIONS)) { // which is no call
                exchange.measure(new CallMeasure(meters));
            }
        });
    }

    /** What stands where nothing is. */
    static AnyMethod nowhere(Endpoint endpoint) {
        return new AnyMethod(Permission.KNOWN, endpoint, List.of(), exchange -> {});
    }

    @Override
    public void begun(Exchange exchange) {
        onBegin.accept(exchange);
    }

    @Override
    public Endpoint endpoint(HttpMethod method) {
        return endpoint;
    }

    @Override
    public Permission permission(HttpMethod method) {
        return permission;
    }
}
