package dev.beworkflows.http;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when something had to be kept and nobody knows whether it was. */
final class DatabaseAway {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseAway.class);

    private DatabaseAway() {}

    /** Expected failures stay what they are. */
    static <T> Future<T> problem(Throwable why) {
        if (why instanceof ProblemException) {
            return Future.failedFuture(why);
        }
        LOG.warn("a call could not be stored next=answer 503 cause={}", why.toString());
        return Future.failedFuture(Problem.of(
                        ApiError.DATABASE_AWAY,
                        "the call could not be stored; ask again, under the same Idempotency-Key if there was one")
                .withHeader("retry-after", "1")
                .asException());
    }
}
