package dev.beworkflows.http;

import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.schedule.FixedRequest;
import dev.beworkflows.schedule.Schedule;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.FieldType;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Checks a schedule that was read against the workflow that it is for, as a call would be. */
final class ScheduleCheck {

    private final Definitions definitions;

    ScheduleCheck(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Fails with a {@link ProblemException} that tells all that is wrong. */
    Future<Schedule.Plan> plan(ScheduleReader.Reading reading) {
        Future<List<RequestProblem>> found = reading.workflow().isPresent()
                ? ofWorkflow(reading.workflow().get(), reading)
                : Future.succeededFuture(List.of());
        return found.map(more -> {
            List<RequestProblem> problems = new ArrayList<>(reading.problems());
            problems.addAll(more);
            if (!problems.isEmpty()) {
                throw Problem.ofRequest(ApiError.INVALID_REQUEST, problems).asException();
            }
            return new Schedule.Plan(
                    reading.workflow().orElseThrow(),
                    reading.times().orElseThrow(),
                    reading.request().orElseThrow(),
                    reading.missed(),
                    reading.enabled());
        });
    }

    private Future<List<RequestProblem>> ofWorkflow(WorkflowId id, ScheduleReader.Reading reading) {
        return definitions
                .callable(id)
                .recover(DatabaseAway::problem)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(ofRequest(found.get(), reading))
                        : nothingToCall(id));
    }

    private Future<List<RequestProblem>> nothingToCall(WorkflowId id) {
        return definitions.get(id).recover(DatabaseAway::problem).map(found -> {
            String message = found.isPresent()
                    ? "no version of the workflow '" + id + "' is published"
                    : "there is no workflow '" + id + "'";
            return List.of(new RequestProblem("body", "workflow_id", "/workflow_id", message, "a published workflow"));
        });
    }

    private static List<RequestProblem> ofRequest(CallableWorkflow workflow, ScheduleReader.Reading reading) {
        if (reading.request().isEmpty()) {
            return List.of();
        }
        RequestCheck check = workflow.schemas().check(reading.request().get().raw());
        List<RequestProblem> problems = check instanceof RequestCheck.Refused refused ? refused.problems() : List.of();
        return problems.stream()
                .map(problem -> isFile(workflow, problem) ? noFile(problem) : problem)
                .map(problem -> FixedRequest.located(problem, ScheduleReader.REQUEST))
                .toList();
    }

    private static boolean isFile(CallableWorkflow workflow, RequestProblem problem) {
        return problem.in().equals("form")
                && workflow.workflow().contract().request().form().stream()
                        .anyMatch(field ->
                                field.type() == FieldType.FILE && field.name().equals(problem.name()));
    }

    private static RequestProblem noFile(RequestProblem problem) {
        return new RequestProblem(
                problem.in(),
                problem.name(),
                problem.pointer(),
                "is a file, which a schedule cannot send",
                "a workflow that needs no file");
    }
}
