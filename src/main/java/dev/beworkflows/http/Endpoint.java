package dev.beworkflows.http;

import io.vertx.core.Future;

/** What stands behind one method of one path. */
@FunctionalInterface
interface Endpoint {

    /** Called on the connection's event loop. A failed Future (or an exception) is rendered as a problem. */
    Future<Reply> answer(Exchange exchange);
}
