package dev.beworkflows.http;

import dev.beworkflows.environments.EnvironmentId;
import dev.beworkflows.run.RunId;
import dev.beworkflows.schedule.ScheduleId;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;

/** Identifiers in paths. What is not even well-formed cannot exist, so it is answered like what does not exist. */
final class PathIds {

    private PathIds() {}

    static WorkflowId workflow(Exchange exchange) {
        String id = exchange.path("id");
        if (!WorkflowId.isValid(id)) {
            throw unknownWorkflow(id);
        }
        return new WorkflowId(id);
    }

    static VersionRef version(Exchange exchange) {
        WorkflowId id = workflow(exchange);
        String version = exchange.path("version");
        try {
            return new VersionRef(id, Integer.parseInt(version));
        } catch (IllegalArgumentException e) {
            throw unknownWorkflow(id + "@" + version);
        }
    }

    static TaskName task(Exchange exchange) {
        String name = exchange.path("task");
        if (!TaskName.isValid(name)) {
            throw unknownWorkflow(workflow(exchange) + "/" + name);
        }
        return new TaskName(name);
    }

    static RunId run(Exchange exchange) {
        String id = exchange.path("run_id");
        try {
            return RunId.parse(id);
        } catch (IllegalArgumentException e) {
            throw unknownRun(id);
        }
    }

    static ScheduleId schedule(Exchange exchange) {
        String id = exchange.path("schedule_id");
        try {
            return new ScheduleId(id);
        } catch (IllegalArgumentException e) {
            throw unknownSchedule(id);
        }
    }

    static EnvironmentId environment(Exchange exchange) {
        String id = exchange.path("environment_id");
        if (!EnvironmentId.isValid(id)) {
            throw unknownEnvironment(id);
        }
        return new EnvironmentId(id);
    }

    static ProblemException unknownEnvironment(String id) {
        return Problem.of(ApiError.UNKNOWN_ENVIRONMENT, "there is no environment '" + shortened(id) + "'")
                .asException();
    }

    static ProblemException unknownSchedule(String id) {
        return Problem.of(ApiError.UNKNOWN_SCHEDULE, "there is no schedule '" + shortened(id) + "'")
                .asException();
    }

    static ProblemException unknownWorkflow(String id) {
        return Problem.of(ApiError.UNKNOWN_WORKFLOW, "there is no workflow '" + shortened(id) + "'")
                .asException();
    }

    static ProblemException unknownRun(String id) {
        return Problem.of(ApiError.UNKNOWN_RUN, "there is no run '" + shortened(id) + "'")
                .asException();
    }

    private static String shortened(String id) {
        return id.length() <= 100 ? id : id.substring(0, 100) + "…";
    }
}
