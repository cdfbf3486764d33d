package dev.beworkflows.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.CallableWorkflow;
import dev.beworkflows.catalog.Definitions;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.Unsaved;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.schedule.FixedRequest;
import dev.beworkflows.scheduler.LiveTrial;
import dev.beworkflows.scheduler.RunStarter;
import dev.beworkflows.scheduler.Trial;
import dev.beworkflows.schema.RequestCheck;
import dev.beworkflows.schema.RequestProblem;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Executes one task of a definition by itself, and tells what it did. Neither the definition nor what happened is kept. */
final class TrialRoute {
    private final Definitions definitions;
    private final DefinitionWriter writer;
    private final RunStarter starter;
    private final PastValues past;
    private final RequestReader reader;

    TrialRoute(HttpSetup.Ports ports, RequestReader reader) {
        this.definitions = ports.definitions();
        this.writer = ports.writer();
        this.starter = ports.starter();
        this.past = new PastValues(ports.runs());
        this.reader = reader;
    }

    Future<Reply> post(Exchange exchange) {
        return reader.json(exchange)
                .map(body -> new TrialReader(body).read())
                .compose(reading -> exchange.here(definition(reading).compose(all -> callable(all, reading)))
                        .compose(workflow -> tried(exchange, reading, workflow)));
    }

    private Future<ObjectNode> definition(TrialReader.Reading reading) {
        if (reading.definition().isPresent()) {
            return Future.succeededFuture(reading.definition().get());
        }
        WorkflowId id = reading.workflow().orElseThrow();
        Future<Optional<StoredVersion>> found = reading.version().isPresent()
                ? definitions.get(new VersionRef(id, reading.version().getAsInt()))
                : definitions.get(id);
        return found.recover(DatabaseAway::problem)
                .map(version -> writer.write(
                        version.orElseThrow(() -> wrong("workflow_id", "there is no such version", "a saved version"))
                                .workflow()));
    }

    private Future<CallableWorkflow> callable(ObjectNode definition, TrialReader.Reading reading) {
        SingleTask single = SingleTask.of(definition, reading.task())
                .orElseThrow(() -> wrong("task", "there is no task of this name", "the name of a task"));
        return definitions
                .unsaved(single.definition())
                .recover(DatabaseAway::problem)
                .map(made -> {
                    if (made instanceof Unsaved.Refused refused) {
                        throw Problem.ofDefinition(refused.problems().stream()
                                        .map(single::located)
                                        .toList())
                                .asException();
                    }
                    return ((Unsaved.Callable) made).workflow();
                });
    }

    private Future<Reply> tried(Exchange exchange, TrialReader.Reading reading, CallableWorkflow workflow) {
        RunRequest request = request(workflow, reading.request());
        TaskName task = new TaskName(reading.task());
        return exchange.here(past.of(reading.run(), task)).compose(values -> {
            CallRoutes.requireRoom(starter.full(workflow.workflow().id(), Mode.FOREGROUND));
            LiveTrial trial = starter.tryTask(
                    Trial.of(workflow, task, CallRoutes.caller(exchange), request, values.with(reading.values())));
            exchange.onGone(trial::cancel);
            return trial.result().map(result -> Reply.json(200, TrialJson.of(result, values.leftOut())));
        });
    }

    private static RunRequest request(CallableWorkflow workflow, FixedRequest sent) {
        RequestCheck check = workflow.schemas().check(sent.raw());
        if (check instanceof RequestCheck.Accepted accepted) {
            return accepted.request();
        }
        List<RequestProblem> problems = ((RequestCheck.Refused) check)
                .problems().stream()
                        .map(problem -> FixedRequest.located(problem, TrialReader.REQUEST))
                        .toList();
        throw Problem.ofRequest(ApiError.INVALID_REQUEST, problems).asException();
    }

    static ProblemException wrong(String name, String message, String expected) {
        return Problem.ofRequest(
                        ApiError.INVALID_REQUEST,
                        List.of(new RequestProblem("body", name, "/" + name, message, expected)))
                .asException();
    }
}
