package dev.beworkflows.http;

import dev.beworkflows.access.Permission;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of a path that are known beforehand. HEAD is GET without the body, which Vert.x leaves out; OPTIONS names the methods. */
final class MethodTable implements EndpointHandler.Methods {

    private record Guarded(Permission permission, Endpoint endpoint) {}

    private final Map<HttpMethod, Guarded> endpoints = new LinkedHashMap<>();

    MethodTable on(HttpMethod method, Permission permission, Endpoint endpoint) {
        endpoints.put(method, new Guarded(permission, endpoint));
        if (method.equals(HttpMethod.GET)) {
            endpoints.put(HttpMethod.HEAD, new Guarded(permission, endpoint));
        }
        return this;
    }

    /** A path that can only be read. */
    static MethodTable get(Permission permission, Endpoint endpoint) {
        return new MethodTable().on(HttpMethod.GET, permission, endpoint);
    }

    /** A path that only does something. */
    static MethodTable post(Permission permission, Endpoint endpoint) {
        return new MethodTable().on(HttpMethod.POST, permission, endpoint);
    }

    @Override
    public Endpoint endpoint(HttpMethod method) {
        Guarded found = endpoints.get(method);
        if (found != null) {
            return found.endpoint();
        }
        String allowed = allow(endpoints.keySet().stream().map(HttpMethod::name).toList());
        if (method.equals(HttpMethod.OPTIONS)) {
            return exchange -> Future.succeededFuture(options(allowed));
        }
        throw notAllowed(method, allowed);
    }

    @Override
    public Permission permission(HttpMethod method) {
        Guarded found = endpoints.get(method);
        if (found != null) {
            return found.permission();
        }
        boolean open = endpoints.values().stream().allMatch(one -> one.permission() == Permission.OPEN);
        return open ? Permission.OPEN : Permission.KNOWN;
    }

    @Override
    public List<HttpMethod> known() {
        return endpoints.keySet().stream()
                .filter(method -> !method.equals(HttpMethod.HEAD))
                .toList();
    }

    static Reply options(String allowed) {
        return Reply.empty(204).with("allow", allowed);
    }

    static ProblemException notAllowed(HttpMethod method, String allowed) {
        return Problem.of(ApiError.METHOD_NOT_ALLOWED, method.name() + " is not allowed here, but " + allowed)
                .withHeader("allow", allowed)
                .asException();
    }

    static String allow(Collection<String> methods) {
        return String.join(", ", methods) + ", OPTIONS";
    }
}
