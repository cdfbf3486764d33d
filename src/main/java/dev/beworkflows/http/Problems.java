package dev.beworkflows.http;

import dev.beworkflows.catalog.EnvironmentNotReadyException;
import dev.beworkflows.catalog.StoreUnreachableException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into answers; nothing else does. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private static final Duration ENVIRONMENT_PAUSE = Duration.ofSeconds(5);

    private Problems() {}

    /** An unexpected failure becomes {@link ApiError#INTERNAL} with an id that also stands in the log; what failed stands only there. */
    static Reply reply(Throwable failure) {
        if (failure instanceof ProblemException expected) {
            return Reply.of(expected.problem());
        }
        if (failure instanceof EnvironmentNotReadyException missing) {
            return Reply.of(Problem.of(ApiError.ENVIRONMENT_NOT_READY, String.valueOf(missing.getMessage()))
                    .retryAfter(ENVIRONMENT_PAUSE));
        }
        return Reply.of(
                failure instanceof StoreUnreachableException ? DatabaseAway.noticed(failure) : unexpected(failure));
    }

    private static Problem unexpected(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.error("request failed problem_id={}", id, failure);
        return Problem.of(ApiError.INTERNAL, "the server failed; its log says more under the problem's id")
                .with("problem_id", id);
    }
}
