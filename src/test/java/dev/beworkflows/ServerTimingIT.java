package dev.beworkflows;

import static dev.beworkflows.TestServer.function;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.TestServer.Answer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where the time of a call went: in its answer and in the record of its run. */
@Alone
class ServerTimingIT {

    private static final String BUSY = "import time\nend = time.monotonic() + 0.3\nwhile time.monotonic() < end: pass";

    @Test
    void aCallSaysWhereItsTimeWent() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1", Setting.WORKFLOW_WORKERS, "1"))) {
            Answer answer = server.run(BUSY);
            Map<String, Double> millis = timing(answer);
            assertEquals(Set.of("validation", "queue", "dispatch", "user", "encode"), millis.keySet());
            assertTrue(millis.get("user") >= 300, millis.toString());
            assertTrue(millis.get("queue") < 300 && millis.get("validation") < 300, millis.toString());
            JsonNode record = server.record(answer.header("x-run-id")).path("timing");
            for (String part : millis.keySet()) {
                assertEquals(millis.get(part), record.path(part + "_seconds").asDouble() * 1000, 0.002, part);
            }

            Answer chained = server.get(
                    server.callPath(server.save(server.chain("a", function("a", BUSY), "b", function("b", BUSY)))));
            assertTrue(timing(chained).get("user") >= 600, timing(chained).toString());

            // two tasks and one worker: one of them waits
            var wide = server.chain("a", function("a", BUSY), "b", function("b", BUSY));
            wide.putArray("edges");
            Answer queued = server.get(server.callPath(server.save(wide)));
            assertTrue(timing(queued).get("queue") >= 290, timing(queued).toString());
        }
    }

    @Test
    void failuresAndBackgroundCallsSayItToo() throws Exception {
        try (TestServer server = TestServer.start(Map.of(Setting.WORKERS, "1"))) {
            Answer failed = server.run("raise ValueError('no')");
            assertEquals(500, failed.status());
            assertEquals(5, timing(failed).size());
            assertTrue(server.record(failed.header("x-run-id")).path("timing").has("queue_seconds"));
            String id = server.save(server.chain("a", function("a", "pass")));
            Answer accepted = server.send(server.request(server.callPath(id))
                    .header("Prefer", "respond-async")
                    .GET());
            assertEquals(
                    List.of("accept", "validation"),
                    timing(accepted).keySet().stream().sorted().toList());
            JsonNode run = server.record(accepted.json().path("run_id").asText());
            assertTrue(run.path("timing").isNull(), run.toString());
        }
    }

    private static Map<String, Double> timing(Answer answer) {
        Map<String, Double> parts = new HashMap<>();
        for (String part : answer.header("server-timing").split(", ")) {
            String[] nameAndTime = part.split(";dur=");
            parts.put(nameAndTime[0], Double.valueOf(nameAndTime[1]));
        }
        return parts;
    }
}
