package dev.beworkflows;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for Futures, but not for ever; only for the threads that start and stop the server. */
final class Blocking {

    private static final long SECONDS = 120;

    private Blocking() {}

    /** @throws StartException with the Future's failure in its message */
    static void await(Future<?> future) throws StartException {
        Object unused = result(future);
    }

    /** @throws StartException with the Future's failure in its message */
    static <T> T result(Future<T> future) throws StartException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StartException(String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new StartException("not done within " + SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted");
        }
    }
}
