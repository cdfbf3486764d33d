package dev.beworkflows.scheduler;

import dev.beworkflows.run.Failure;
import io.vertx.core.buffer.Buffer;

/** How a run ended, for its caller. */
public sealed interface RunResult {

    /** @param json the answer, {@code {"data": …, "meta": …}}, as UTF-8 */
    record Succeeded(Buffer json) implements RunResult {}

    record Failed(Failure failure) implements RunResult {}

    record Cancelled(String reason) implements RunResult {}
}
