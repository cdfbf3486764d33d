package dev.beworkflows.journal;

import dev.beworkflows.run.RunId;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** What an idempotency key stands for. */
public sealed interface KeyUse {

    /** It was not used before, and is this request's from now on. */
    record Fresh() implements KeyUse {}

    /** The same request was answered so. */
    record Answered(Answer answer) implements KeyUse {}

    /** The same request became this background run. */
    record Accepted(RunId run) implements KeyUse {}

    /** It was sent with another request. */
    record OtherRequest() implements KeyUse {}

    /** The same request is being worked on. */
    record InProgress() implements KeyUse {}

    /** The server went away while it worked on the same request, which may be half done. */
    record Interrupted() implements KeyUse {}

    /** An answer of the server, kept to be given again. */
    record Answer(int status, Map<String, String> headers, Buffer body) {
        public Answer {
            headers = Map.copyOf(headers);
        }
    }
}
