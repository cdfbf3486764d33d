package dev.beworkflows;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for Futures on test threads. */
public final class Await {
    private static final int SECONDS = 20;

    private Await() {}

    /** The result, or the exception with which the Future failed. */
    public static <T> T result(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + SECONDS + " s", e);
        }
    }
}
