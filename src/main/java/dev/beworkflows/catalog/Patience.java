package dev.beworkflows.catalog;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long whoever saves or calls waits for an environment. It is built nevertheless. */
final class Patience {

    private static final Duration LONGEST = Duration.ofSeconds(8);

    private Patience() {}

    /** Fails with an {@link EnvironmentNotReadyException} when that is not found soon. */
    static <T> Future<T> orFail(Future<T> found) {
        return found.isComplete()
                ? found
                : found.timeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                        .recover(why -> Future.failedFuture(
                                why instanceof TimeoutException ? EnvironmentNotReadyException.building() : why));
    }

    /** Completes when that is done, and when it fails or is not done soon. */
    static Future<Void> orGoOn(Future<Void> done) {
        return done.timeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }
}
