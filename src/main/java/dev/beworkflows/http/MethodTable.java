package dev.beworkflows.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The methods of a path that are known beforehand. HEAD is GET without the body, which Vert.x leaves out; OPTIONS names the methods. */
final class MethodTable implements EndpointHandler.Methods {

    private final Map<HttpMethod, Endpoint> endpoints = new LinkedHashMap<>();

    MethodTable on(HttpMethod method, Endpoint endpoint) {
        endpoints.put(method, endpoint);
        if (method.equals(HttpMethod.GET)) {
            endpoints.put(HttpMethod.HEAD, endpoint);
        }
        return this;
    }

    @Override
    public Endpoint endpoint(HttpMethod method) {
        Endpoint endpoint = endpoints.get(method);
        if (endpoint != null) {
            return endpoint;
        }
        String allowed = allow(endpoints.keySet().stream().map(HttpMethod::name).toList());
        if (method.equals(HttpMethod.OPTIONS)) {
            return exchange -> Future.succeededFuture(options(allowed));
        }
        throw notAllowed(method, allowed);
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
