package dev.beworkflows.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link HappeningWriter} wrote. */
final class HappeningReader {

    private HappeningReader() {}

    static Happening accepted(Members members) {
        VersionRef version =
                new VersionRef(new WorkflowId(members.text("workflow_id")), Math.toIntExact(members.number("version")));
        RunHeader header = new RunHeader(
                RunId.parse(members.text("run_id")),
                version,
                Mode.parse(members.text("mode")),
                new RunCaller(members.optionalText("user"), members.text("method"), headers(members.node("headers"))),
                RequestJson.read(members.node("request")));
        List<TaskName> tasks = new ArrayList<>();
        members.node("tasks").forEach(name -> tasks.add(new TaskName(name.textValue())));
        return new Happening.Accepted(header, tasks);
    }

    static Happening taskStarted(Members members) {
        return new Happening.TaskStarted(members.task(), members.attempt(), members.number("worker"));
    }

    static Happening message(Members members) {
        return new Happening.Message(members.task(), members.node("message"));
    }

    static Happening messagesDropped(Members members) {
        return new Happening.MessagesDropped(members.task(), members.number("count"));
    }

    static Happening log(Members members) {
        return new Happening.Log(members.task(), members.attempt(), members.text("text"));
    }

    static Happening taskSucceeded(Members members) {
        return new Happening.TaskSucceeded(members.task(), members.attempt(), members.seconds("user_seconds"));
    }

    static Happening taskFailed(Members members) {
        return new Happening.TaskFailed(
                members.task(),
                members.attempt(),
                FailureJson.read(members.node("error")),
                members.optionalSeconds("retry_in_seconds"));
    }

    static Happening taskCancelled(Members members) {
        return new Happening.TaskCancelled(members.task(), members.attempt());
    }

    static Happening taskPassedOver(Members members) {
        return new Happening.TaskPassedOver(members.task());
    }

    static Happening taskSkipped(Members members) {
        return new Happening.TaskSkipped(members.task(), members.text("reason"));
    }

    static Happening failed(Members members) {
        return new Happening.Failed(FailureJson.read(members.node("error")), members.timing());
    }

    static Happening dead(Members members) {
        return new Happening.Dead(FailureJson.read(members.node("error")));
    }

    static Happening cancelled(Members members) {
        return new Happening.Cancelled(members.text("reason"));
    }

    private static Map<String, String> headers(JsonNode json) {
        Map<String, String> headers = new LinkedHashMap<>();
        json.properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        return headers;
    }
}
