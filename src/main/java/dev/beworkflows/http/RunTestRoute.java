package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.http.RunReader.Progress;
import dev.beworkflows.run.RunId;
import dev.beworkflows.scheduler.RunResult;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows a run that has ended as a test of its workflow. */
final class RunTestRoute {

    private final RunReader runs;

    RunTestRoute(RunReader runs) {
        this.runs = runs;
    }

    Future<Reply> get(Exchange exchange) {
        RunId id = PathIds.run(exchange);
        return runs.find(id)
                .map(found -> found.orElseThrow(() -> PathIds.unknownRun(id.toString())))
                .compose(run -> {
                    requireRepeatable(run);
                    return runs.progress(id)
                            .<Callable<Reply>>map(progress -> () -> reply(new PythonTest(run, answer(progress))));
                })
                .recover(DatabaseAway::problem)
                .compose(exchange::blocking);
    }

    private static Reply reply(PythonTest test) {
        return Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("filename", test.fileName())
                        .put("text", test.text()));
    }

    /** What broke off for reasons of its own does not break off again. */
    private static void requireRepeatable(ObjectNode run) {
        String status = run.path("status").asText();
        boolean raised = run.path("error").path("kind").asText().equals("raised");
        if (!status.equals("succeeded") && !(status.equals("failed") && raised)) {
            throw Problem.of(
                            ApiError.WRONG_RUN_STATUS,
                            "only a run that succeeded, or whose task raised, can be a test; this one: " + status)
                    .asException();
        }
    }

    /** Of a run in the foreground nobody keeps it. */
    private static Optional<JsonNode> answer(Optional<Progress> progress) {
        return progress.flatMap(
                known -> known instanceof Progress.Ended ended && ended.how() instanceof RunResult.Succeeded succeeded
                        ? Optional.of(ExactJson.read(succeeded.json()))
                        : Optional.empty());
    }
}
