package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.TaskOutcome;
import java.time.Duration;
import java.util.Optional;

/** The answer to {@code run_task} as an outcome. */
final class RunTaskResult {

    private RunTaskResult() {}

    static TaskOutcome read(JsonNode result, PendingCall pending) {
        SecretValues secrets = pending.call().secrets();
        if ("succeeded".equals(result.path("status").asText())) {
            if (pending.call().kind() == TaskCall.Kind.INTERCEPTOR) {
                return new TaskOutcome.Intercepted(ChangedRequest.read(
                        secrets.masked(result.path("request")),
                        pending.call().run().request()));
            }
            return new TaskOutcome.Succeeded(
                    pending.callbacks().output().without(NotTaken.read(result, pending.call())), seconds(result));
        }
        JsonNode error = result.path("error");
        Failure failure = new Failure(
                FailureKind.RAISED,
                Optional.of(pending.call().task()),
                error.path("type").asText("Exception"),
                secrets.masked(error.path("message").asText("")),
                secrets.masked(error.path("traceback").asText("")));
        return new TaskOutcome.Raised(failure.at(line(error)));
    }

    private static Optional<Integer> line(JsonNode error) {
        int line = error.path("line").asInt(0);
        return line > 0 ? Optional.of(line) : Optional.empty();
    }

    private static Duration seconds(JsonNode result) {
        return Duration.ofNanos((long) (result.path("seconds").asDouble() * 1e9));
    }
}
