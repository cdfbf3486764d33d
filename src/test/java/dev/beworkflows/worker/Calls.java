package dev.beworkflows.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.run.RunCaller;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.task.CodeUnit;
import dev.beworkflows.task.PlainItems;
import dev.beworkflows.task.SecretValues;
import dev.beworkflows.task.TaskCall;
import dev.beworkflows.task.ValueRoom;
import dev.beworkflows.task.WorkerKind;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls that no worker gets. */
final class Calls {

    private Calls() {}

    static TaskCall of(String id, String source) {
        Task task = new Task(new TaskName("task"), new About("", ""), source, true, TaskLimits.DEFAULT);
        WorkflowId workflow = new WorkflowId(id);
        JsonNodeFactory json = JsonNodeFactory.instance;
        RunHeader run = new RunHeader(
                RunId.of(1, new UUID(0, 1)),
                new VersionRef(workflow, 1),
                Mode.FOREGROUND,
                new RunCaller(Optional.empty(), "GET", Map.of()),
                RunRequest.of(json.objectNode(), json.objectNode(), json.objectNode(), Map.of()));
        return new TaskCall(
                TaskCall.Kind.TASK,
                run,
                task.name(),
                1,
                CodeUnit.of(workflow, task),
                Map.of(),
                new TaskCall.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1)),
                SecretValues.NONE,
                List.of(),
                new PlainItems("x/1", json.objectNode()),
                new ValueRoom(new ValueRoom.Folders(Path.of("/x"), Optional.empty(), 0, false), 1),
                WorkerKind.BASE);
    }
}
