package dev.beworkflows.journal;

import io.vertx.core.Future;
import java.lang.reflect.Proxy;

/** The queue of a database that is away: every call fails. */
public final class NoRunQueue {

    private NoRunQueue() {}

    public static RunQueue create() {
        return (RunQueue) Proxy.newProxyInstance(
                RunQueue.class.getClassLoader(),
                new Class<?>[] {RunQueue.class},
                (proxy, method, arguments) -> Future.failedFuture("the database is away"));
    }
}
