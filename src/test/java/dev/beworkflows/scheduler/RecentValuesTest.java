package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RecentValuesTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TaskName TASK = new TaskName("load");

    /** What a run takes that pushed a text of so many characters under a key of one. */
    private static final int OVERHEAD = 201;

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void theOldestAreForgottenWhenThereIsNoRoom() throws Exception {
        RecentValues recent = new RecentValues(EventLoop.create(VERTX), 2 * (OVERHEAD + 10));
        RunId first = run();
        RunId second = run();
        RunId third = run();
        recent.keep(first, pushed("1".repeat(10)));
        recent.keep(second, pushed("2".repeat(10)));
        assertEquals("1".repeat(10), text(recent, first));
        recent.keep(third, pushed("3".repeat(10)));
        assertEquals(List.of("", "2".repeat(10), "3".repeat(10)), texts(recent, first, second, third));
        recent.keep(third, pushed("3".repeat(11))); // a run that was retried
        assertEquals(List.of("", "", "3".repeat(11)), texts(recent, first, second, third));
        recent.keep(first, pushed("1".repeat(2 * (OVERHEAD + 10))));
        assertEquals(
                List.of("", "", "3".repeat(11)), texts(recent, first, second, third)); // too large for all the room
    }

    @Test
    void whatPushedNothingTakesNoRoom() throws Exception {
        RecentValues recent = new RecentValues(EventLoop.create(VERTX), OVERHEAD + 10);
        RunId run = run();
        recent.keep(run, pushed("1".repeat(10)));
        recent.keep(run(), Map.of(TASK, TaskOutput.NOTHING));
        assertEquals("1".repeat(10), text(recent, run));
    }

    @Test
    void whatATreeTakesIsCountedNotItsText() throws Exception {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
        IntStream.range(0, 50).forEach(number -> numbers.add(1)); // 101 characters
        RunId run = run();
        RecentValues tight = new RecentValues(EventLoop.create(VERTX), OVERHEAD + 12 * 101 - 1);
        tight.keep(run, pushed(numbers));
        assertEquals("", text(tight, run));
        RecentValues wide = new RecentValues(EventLoop.create(VERTX), OVERHEAD + 12 * 101);
        wide.keep(run, pushed(numbers));
        assertEquals(numbers.toString(), text(wide, run));
    }

    @Test
    void whereThereIsNoRoomNothingIsKept() throws Exception {
        RecentValues recent = new RecentValues(EventLoop.create(VERTX), 0);
        RunId run = run();
        recent.keep(run, pushed(""));
        assertEquals("", text(recent, run));
    }

    private static RunId run() {
        return new RunId(UUID.randomUUID());
    }

    private static Map<TaskName, TaskOutput> pushed(String text) {
        return pushed(TextNode.valueOf(text));
    }

    private static Map<TaskName, TaskOutput> pushed(JsonNode value) {
        return Map.of(
                TASK,
                new TaskOutput(Map.of("k", new Value.Json(value)), Map.of(), Map.of(), false),
                new TaskName("other"),
                TaskOutput.NOTHING);
    }

    private static List<String> texts(RecentValues recent, RunId... runs) throws Exception {
        List<String> texts = new ArrayList<>();
        for (RunId run : runs) {
            texts.add(text(recent, run));
        }
        return texts;
    }

    private static String text(RecentValues recent, RunId run) throws Exception {
        Map<TaskName, Map<String, Value>> values = recent.of(run).await(10, TimeUnit.SECONDS);
        if (values.isEmpty()) {
            return "";
        }
        JsonNode json = ((Value.Json) values.get(TASK).get("k")).json();
        return json.isTextual() ? json.asText() : json.toString();
    }
}
