package dev.beworkflows.journal;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import java.util.List;
import java.util.Map;

/**
 * All that is stored of a background run on its way.
 *
 * @param outputs of the tasks whose end is recorded
 */
public record StoredRun(List<RunEvent> events, Map<TaskName, TaskOutput> outputs) {
    public StoredRun {
        events = List.copyOf(events);
        outputs = Map.copyOf(outputs);
    }
}
