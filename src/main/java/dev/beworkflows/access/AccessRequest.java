package dev.beworkflows.access;

import org.jspecify.annotations.Nullable;

/**
 * A request, as far as access depends on it.
 *
 * @param host the name under which the server was asked, with its port; null when none was sent
 */
public record AccessRequest(
        String method,
        Permission permission,
        RequestHeaders headers,
        @Nullable String host) {

    /** Whether a page of another site could do harm by it without reading the answer. */
    boolean changesSomething() {
        boolean reads = method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS");
        return !reads || permission == Permission.CALL;
    }
}
