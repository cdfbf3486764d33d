package dev.beworkflows.http;

import dev.beworkflows.catalog.EnvironmentNotReadyException;
import io.vertx.core.Future;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when the database had to be asked and did not answer; whether something was kept nobody knows then. */
final class DatabaseAway {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAway.class);

    private DatabaseAway() {}

    /** Expected failures stay what they are. */
    static <T> Future<T> problem(Throwable why) {
        if (why instanceof ProblemException || why instanceof EnvironmentNotReadyException) {
            return Future.failedFuture(why);
        }
        return Future.failedFuture(noticed(why).asException());
    }

    static Problem noticed(Throwable why) {
        LOG.warn("a request needs the database next=answer 503 cause={}", why.toString());
        return Problem.of(
                        ApiError.DATABASE_AWAY,
                        "the database did not answer; ask again, under the same Idempotency-Key if there was one")
                .retryAfter(Duration.ZERO);
    }
}
