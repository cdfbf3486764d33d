package dev.beworkflows.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskOutputJsonTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TaskOutput output = new TaskOutput(
            Map.of("key", new Value.Json(JSON.numberNode(1))),
            Map.of("item", List.of(Buffer.buffer("{}"))),
            Map.of("item", JSON.objectNode().put("n", 1)),
            true);

    @Test
    void theEdgesThatWereNotTakenAreKeptWithWhatTheTaskLeft() {
        TaskOutput decided = output.without(Map.of(new TaskName("a"), "no rows\0", new TaskName("b"), ""));
        assertEquals(decided, TaskOutputJson.read(TaskOutputJson.write(decided)));
    }

    @Test
    void aTaskThatTookAllItsEdgesIsWrittenAsBeforeThereWereConditions() {
        assertEquals(output, TaskOutputJson.read(TaskOutputJson.write(output)));
        assertFalse(TaskOutputJson.write(output).has("not_taken"));
    }
}
