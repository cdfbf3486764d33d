package dev.beworkflows.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseWriterTest {

    @Test
    void anEventHasItsIdItsNameAndItsData() {
        assertEquals(
                "id: 7\nevent: message\ndata: {}\n\n",
                SseWriter.event(Optional.of("7"), "message", "{}").toString());
        assertEquals(
                "event: response\ndata: \n\n",
                SseWriter.event(Optional.empty(), "response", "").toString());
    }

    @Test
    void everyKindOfLineEndBeginsALineOfData() {
        assertEquals(
                "event: x\ndata: a\ndata: b\ndata: c\ndata: \ndata: d\ndata: \n\n",
                SseWriter.event(Optional.empty(), "x", "a\nb\rc\r\n\r\nd\n").toString());
    }

    @Test
    void thePauseBeforeTheNextConnectionIsInMilliseconds() {
        assertEquals(
                "retry: 2500\n\n", SseWriter.retry(Duration.ofMillis(2_500)).toString());
    }
}
