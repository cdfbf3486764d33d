package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Outputs outputs = new Outputs(PlannerTest.graph(List.of("a", "b", "c", "d"), "a>b", "a>c", "b>d"));

    @Test
    void joinsRowsInTheOrderOfTheGraphWhateverTheOrderOfArrival() {
        outputs.add(new TaskName("c"), rows("items", "{\"from\":\"c\"}"));
        outputs.add(new TaskName("a"), rows("items", "{\"from\":\"a\"},{\"from\":\"a2\"}"));
        outputs.add(new TaskName("b"), rows("items", "{\"from\":\"b\"}"));
        assertEquals(
                "{\"data\":{\"items\":[{\"from\":\"a\"},{\"from\":\"a2\"},{\"from\":\"b\"},{\"from\":\"c\"}],\"empty\":[]},\"meta\":{\"items\":{},\"empty\":{}}}",
                outputs.response(new LinkedHashSet<>(List.of("items", "empty"))).toString());
    }

    @Test
    void mergesMetadataInTheOrderOfTheGraph() {
        outputs.add(new TaskName("b"), meta("items", "winner", "b"));
        outputs.add(new TaskName("a"), meta("items", "winner", "a"));
        assertEquals(
                "{\"data\":{\"items\":[]},\"meta\":{\"items\":{\"winner\":\"b\"}}}",
                outputs.response(new LinkedHashSet<>(List.of("items"))).toString());
    }

    @Test
    void escapesTheNamesOfItems() {
        assertEquals(
                "{\"data\":{\"a\\\"b\":[]},\"meta\":{\"a\\\"b\":{}}}",
                outputs.response(new LinkedHashSet<>(List.of("a\"b"))).toString());
    }

    @Test
    void showsATaskWhatTasksBeforeItPushedTheLatestFirst() {
        outputs.add(new TaskName("b"), pushed("key", 2));
        outputs.add(new TaskName("a"), pushed("key", 1));
        outputs.add(new TaskName("c"), pushed("other", 3));
        assertEquals(Map.of("key", value(2)), outputs.visibleTo(new TaskName("d")));
        assertEquals(Map.of("key", value(1)), outputs.visibleTo(new TaskName("c")));
        assertEquals(Map.of(), outputs.visibleTo(new TaskName("a")));
    }

    private static TaskOutput rows(String item, String rows) {
        return new TaskOutput(Map.of(), Map.of(item, List.of(Buffer.buffer(rows))), Map.of(), false);
    }

    private static TaskOutput meta(String item, String key, String value) {
        return new TaskOutput(Map.of(), Map.of(), Map.of(item, JSON.objectNode().put(key, value)), false);
    }

    private static TaskOutput pushed(String key, int value) {
        return new TaskOutput(Map.of(key, value(value)), Map.of(), Map.of(), false);
    }

    private static Value value(int number) {
        return new Value.Json(JSON.numberNode(number));
    }
}
