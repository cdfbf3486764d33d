package dev.beworkflows.http;

import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.RunId;
import dev.beworkflows.scheduler.RunResult;
import java.time.Duration;

/** The answer to a foreground call. The traceback is not in it: that is for those who may see the run. */
final class CallReply {

    private static final int SHOWN_CHARACTERS = 10_000;

    private CallReply() {}

    static Reply of(RunId id, RunResult result) {
        return reply(id, result).with("x-run-id", id.toString());
    }

    private static Reply reply(RunId id, RunResult result) {
        if (result instanceof RunResult.Succeeded succeeded) {
            return Reply.json(200, succeeded.json());
        }
        Problem problem = result instanceof RunResult.Failed failed ? problem(failed.failure()) : cancelled(result);
        return Reply.of(problem.with("run_id", id.toString()));
    }

    /** A failure of a run for its caller. */
    static Problem problem(Failure failure) {
        ApiError error = error(failure.kind());
        Problem problem = Problem.of(error, detail(error, failure)).with("error_type", failure.type());
        if (failure.task().isPresent()) {
            problem = problem.with("task", failure.task().get().value());
        }
        return error.status() == 503 ? problem.retryAfter(Duration.ZERO) : problem;
    }

    private static Problem cancelled(RunResult result) {
        String reason = result instanceof RunResult.Cancelled cancelled ? cancelled.reason() : "";
        return Problem.of(ApiError.RUN_CANCELLED, reason).retryAfter(Duration.ZERO);
    }

    private static ApiError error(FailureKind kind) {
        return switch (kind) {
            case RAISED -> ApiError.TASK_FAILED;
            case TASK_TIMEOUT -> ApiError.TASK_TIMEOUT;
            case MEMORY_LIMIT -> ApiError.MEMORY_LIMIT;
            case WORKER_LOST, SERVER_LOST -> ApiError.WORKER_LOST;
            case RUN_TIMEOUT -> ApiError.RUN_TIMEOUT;
            case NO_WORKER -> ApiError.NO_WORKER;
            case CANCELLED -> ApiError.RUN_CANCELLED;
            case INTERNAL -> ApiError.INTERNAL;
        };
    }

    private static String detail(ApiError error, Failure failure) {
        if (error == ApiError.INTERNAL) {
            return "the run failed for a reason within the server; its log says more under the run's id";
        }
        return shortened(failure.message());
    }

    static String shortened(String message) {
        return message.length() <= SHOWN_CHARACTERS ? message : message.substring(0, SHOWN_CHARACTERS) + "…";
    }
}
