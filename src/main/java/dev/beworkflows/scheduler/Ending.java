package dev.beworkflows.scheduler;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunTiming;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * How a run ends on this server.
 *
 * @param result what its caller gets
 * @param last the last event
 * @param release whether another server goes on
 */
record Ending(RunResult result, Happening last, boolean release) {

    static Ending succeeded(Buffer response, Optional<RunTiming> timing) {
        return new Ending(new RunResult.Succeeded(response), new Happening.Succeeded(timing), false);
    }

    static Ending failed(Failure failure, Optional<RunTiming> timing) {
        return new Ending(new RunResult.Failed(failure), new Happening.Failed(failure, timing), false);
    }

    /** It is given up, since it took too much with it. */
    static Ending dead(Failure failure) {
        return new Ending(new RunResult.Failed(failure), new Happening.Dead(failure), false);
    }

    static Ending cancelled(String reason) {
        return new Ending(new RunResult.Cancelled(reason), new Happening.Cancelled(reason), false);
    }

    static Ending givenBack(String reason) {
        return new Ending(new RunResult.Cancelled(reason), new Happening.Interrupted(reason), true);
    }

    /** The answer, when it succeeded. */
    Optional<Buffer> response() {
        return result instanceof RunResult.Succeeded succeeded ? Optional.of(succeeded.json()) : Optional.empty();
    }
}
