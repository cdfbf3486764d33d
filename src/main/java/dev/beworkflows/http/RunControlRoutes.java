package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.http.RunReader.Progress;
import dev.beworkflows.run.RunId;
import dev.beworkflows.scheduler.RunControl;
import dev.beworkflows.scheduler.RunControl.Control;
import dev.beworkflows.scheduler.RunResult;
import io.vertx.core.Future;

/** The answer of a run that goes on without its caller, and what may be done to it. */
final class RunControlRoutes {
    private final RunReader runs;
    private final RunControl control;
    private final RunLinks links;

    RunControlRoutes(RunReader runs, RunControl control, RunLinks links) {
        this.runs = runs;
        this.control = control;
        this.links = links;
    }

    Future<Reply> result(Exchange exchange) {
        return result(PathIds.run(exchange));
    }

    /** What a call would have been answered, or how far the run is. */
    Future<Reply> result(RunId id) {
        return runs.progress(id).map(found -> result(id, found.orElseThrow(() -> PathIds.unknownRun(id.toString()))));
    }

    private static Reply result(RunId id, Progress progress) {
        if (progress instanceof Progress.Running running) {
            var json = JsonNodeFactory.instance
                    .objectNode()
                    .put("run_id", id.toString())
                    .put("status", running.status());
            return Reply.json(202, json).with("retry-after", "1").with("x-run-id", id.toString());
        }
        if (progress instanceof Progress.Ended ended) {
            return ended.how() instanceof RunResult.Cancelled cancelled
                    ? Reply.of(Problem.of(ApiError.CANCELLED_RUN, cancelled.reason())
                            .with("run_id", id.toString()))
                    : CallReply.of(id, ended.how());
        }
        throw Problem.of(ApiError.RESULT_NOT_KEPT, "the answer of a run in the foreground goes to its caller only")
                .with("run_id", id.toString())
                .asException();
    }

    Future<Reply> cancel(Exchange exchange) {
        RunId id = PathIds.run(exchange);
        return control.cancel(id, "somebody asked")
                .recover(DatabaseAway::problem)
                .map(done -> {
                    require(done, id, "the run has ended, it cannot be cancelled");
                    var json = JsonNodeFactory.instance.objectNode().put("run_id", id.toString());
                    return Reply.json(202, links.put(json, id));
                });
    }

    Future<Reply> retry(Exchange exchange) {
        RunId id = PathIds.run(exchange);
        return control.retry(id).recover(DatabaseAway::problem).map(done -> {
            require(done, id, "only a run that failed, died or was cancelled can be retried");
            return links.accepted(id);
        });
    }

    private static void require(Control done, RunId id, String wrongStatus) {
        switch (done) {
            case DONE -> {}
            case UNKNOWN -> throw PathIds.unknownRun(id.toString());
            case WRONG_STATUS ->
                throw Problem.of(ApiError.WRONG_RUN_STATUS, wrongStatus).asException();
            case NOT_KEPT ->
                throw Problem.of(
                                ApiError.WRONG_RUN_STATUS,
                                "of a run in the foreground nothing is kept to go on from; call the workflow again")
                        .asException();
        }
    }
}
