package dev.beworkflows.http;

import dev.beworkflows.access.Permission;
import dev.beworkflows.workflow.Calling;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * One endpoint for whatever method: which ones are allowed is up to the workflow.
 *
 * @param known those that a workflow may allow; none: the path leads nowhere
 */
record AnyMethod(Permission permission, Endpoint endpoint, List<HttpMethod> known) implements EndpointHandler.Methods {

    static AnyMethod call(Endpoint endpoint) {
        List<HttpMethod> methods =
                Calling.ALL_METHODS.stream().map(HttpMethod::valueOf).toList();
        return new AnyMethod(Permission.CALL, endpoint, methods);
    }

    /** What stands where nothing is. */
    static AnyMethod nowhere(Endpoint endpoint) {
        return new AnyMethod(Permission.KNOWN, endpoint, List.of());
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
