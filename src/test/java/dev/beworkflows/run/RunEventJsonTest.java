package dev.beworkflows.run;

import static dev.beworkflows.run.Samples.FIRST;
import static dev.beworkflows.run.Samples.NOON;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunEventJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RunId ID = RunId.parse("01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10");

    @ParameterizedTest
    @MethodSource("dev.beworkflows.run.Samples#everything")
    void everyHappeningComesBackAsItWas(Happening happening) throws Exception {
        RunEvent event = new RunEvent(7, NOON, happening);
        String text = JSON.writeValueAsString(RunEventJson.write(event));

        assertEquals(event, RunEventJson.read(JSON.readTree(text)));
    }

    @ParameterizedTest
    @MethodSource("dev.beworkflows.run.Samples#everything")
    void detailsAreTheSameAsTextAndAsTree(Happening happening) throws Exception {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.getFactory().createGenerator(text)) {
            RunEventJson.writeDetails(happening, json);
        }
        ObjectNode tree = RunEventJson.write(new RunEvent(7, NOON, happening));
        tree.remove(List.of("seq", "at", "kind"));

        assertEquals(JSON.writeValueAsString(tree), text.toString());
    }

    @Test
    void noHappeningIsLeftOut() {
        Set<Class<?>> shown =
                Samples.everything().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(Happening.class.getPermittedSubclasses()), shown);

        Set<String> kinds =
                Samples.everything().stream().map(RunEventJson::kind).collect(Collectors.toSet());
        assertEquals(
                Set.of(
                        "accepted",
                        "started",
                        "task_started",
                        "message",
                        "messages_dropped",
                        "log",
                        "interrupted",
                        "dead",
                        "retried",
                        "task_succeeded",
                        "task_failed",
                        "task_cancelled",
                        "task_passed_over",
                        "task_skipped",
                        "succeeded",
                        "failed",
                        "cancelled"),
                kinds);
    }

    @Test
    void anEventIsOneFlatObject() throws Exception {
        RunEvent event = new RunEvent(4, NOON, new Happening.TaskSucceeded(FIRST, 1, Duration.ofNanos(213_000)));
        String expected =
                "{\"seq\":4,\"at\":\"2026-03-01T12:00:00.000001Z\",\"kind\":\"task_succeeded\",\"task\":\"first\",\"attempt\":1,"
                        + "\"user_seconds\":0.000213}";
        assertEquals(expected, JSON.writeValueAsString(RunEventJson.write(event)));
    }

    @Test
    void whatUsersSeeIsTheSameAsText() throws Exception {
        RunEvent event = new RunEvent(4, NOON, new Happening.TaskSucceeded(FIRST, 1, Duration.ofNanos(213_000)));
        String text = JSON.writeValueAsString(RunEventJson.write(event));
        assertEquals(text, RunEventJson.show(event));
        assertEquals(text.replace("}", ",\"run_id\":\"" + ID + "\"}"), RunEventJson.show(event, ID));
    }

    @Test
    void wherePathsOfUploadsLeadIsNotShown() throws Exception {
        RunEvent event = new RunEvent(1, NOON, Samples.accepted(ID));
        assertFalse(RunEventJson.show(event).contains("path"));
        assertFalse(RunJson.show(Run.accepted(event)).toString().contains("path"));
        assertEquals(
                2734,
                JSON.readTree(RunEventJson.show(event))
                        .at("/request/files/csv/0/size")
                        .intValue());
    }

    @Test
    void aDurationOfTenSecondsIsWrittenTen() {
        assertEquals("10", Seconds.of(Duration.ofSeconds(10)).toString());
        assertEquals("0", Seconds.of(Duration.ZERO).toString());
        Stream.of(Duration.ofNanos(1), Duration.ofSeconds(3, 999_999_999), Duration.ofDays(400))
                .forEach(duration -> assertEquals(duration, Seconds.read(Seconds.of(duration))));
    }

    @Test
    void whatIsNotAnEventIsRefused() throws Exception {
        for (String text : List.of(
                "{}",
                "{\"seq\":1,\"at\":\"2026-03-01T12:00:00Z\",\"kind\":\"unheard_of\"}",
                "{\"seq\":1,\"at\":\"2026-03-01T12:00:00Z\",\"kind\":\"log\",\"task\":\"a\",\"attempt\":1}",
                "{\"seq\":1,\"at\":\"2026-03-01T12:00:00Z\",\"kind\":\"log\",\"task\":\"a\",\"attempt\":\"1\",\"text\":\"\"}")) {
            JsonNode json = JSON.readTree(text);
            assertThrows(IllegalArgumentException.class, () -> RunEventJson.read(json));
        }
    }

    @Test
    void aRunIsShownWithAllItsMembers() throws Exception {
        ObjectNode json = RunJson.show(Run.of(Samples.events(Samples.success(ID))));
        JsonNode expected = JSON.readTree("""
                {"run_id":"01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10","workflow_id":"hello","version":3,"mode":"foreground",
                 "status":"succeeded","method":"POST","user":"ada",
                 "request":{"url_params":{},"req_body":{"name":"Ada"},"req_form":{},
                            "files":{"csv":[{"filename":"iris.csv","content_type":"text/csv","size":2734}]}},
                 "tasks":[{"name":"first","status":"succeeded","attempts":1,"started_at":"2026-03-01T12:00:02.000001Z",
                           "finished_at":"2026-03-01T12:00:03.000001Z","seconds":1,"user_seconds":0.000213,"skipped_because":null,"error":null},
                          {"name":"second","status":"passed_over","attempts":0,"started_at":null,"finished_at":null,
                           "seconds":null,"user_seconds":null,"skipped_because":null,"error":null}],
                 "error":null,
                 "timing":{"validation_seconds":0.001,"queue_seconds":0.002,"dispatch_seconds":0.003,"user_seconds":0.004,"encode_seconds":0.000005},
                 "accepted_at":"2026-03-01T12:00:00.000001Z","started_at":"2026-03-01T12:00:01.000001Z",
                 "finished_at":"2026-03-01T12:00:05.000001Z","seconds":4}
                """);
        assertEquals(expected, JSON.readTree(JSON.writeValueAsString(json)));
    }
}
