package dev.beworkflows;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;

/** Waits for Futures; only for the threads that start and stop the server. */
final class Blocking {

    private Blocking() {}

    /** @throws StartException with the Future's failure in its message */
    static void await(Future<?> future) throws StartException {
        Object unused = result(future);
    }

    /** @throws StartException with the Future's failure in its message */
    static <T> T result(Future<T> future) throws StartException {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new StartException(String.valueOf(e.getCause()));
        }
    }
}
