package dev.beworkflows.journal;

import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the owner of a run writes at once: all of it, or, when the run is not the owner's any more, nothing.
 *
 * @param after the run with these events
 * @param events in order, the next ones of the run
 * @param outputs what the tasks left whose end is among the events
 * @param response of a run that succeeds with these events, {@code {"data": …, "meta": …}}
 * @param release gives the run back to the queue
 */
public record RunWrite(
        Claim claim,
        Run after,
        List<RunEvent> events,
        Map<TaskName, TaskOutput> outputs,
        Optional<Buffer> response,
        boolean release) {
    public RunWrite {
        events = List.copyOf(events);
        outputs = Map.copyOf(outputs);
    }
}
