package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PackedEventsTest {
    private static final RunId ID = RunId.parse("01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10");

    @Test
    void everyKindOfEventComesBackAsItWas() {
        List<RunEvent> events = Samples.events(Samples.everything());
        assertEquals(events, unpack(PackedEvents.pack(events).orElseThrow(), 0, Integer.MAX_VALUE));
    }

    @Test
    void aPieceOfThemIsRead() {
        List<RunEvent> events = Samples.events(Samples.success(ID));
        String packed = PackedEvents.pack(events).orElseThrow();

        assertEquals(events.subList(2, 4), unpack(packed, 2, 2));
        assertEquals(events.subList(5, 6), unpack(packed, 5, 10));
        assertEquals(List.of(), unpack(packed, 6, 10));
        assertEquals(List.of(), unpack(packed, 0, 0));
    }

    /** What is stored today must be read for ever. */
    @Test
    void theFormIsThatOfTheMigration() {
        List<RunEvent> events = Samples.events(List.of(
                new Happening.Retried(),
                new Happening.TaskStarted(Samples.FIRST, 1, 4711),
                new Happening.Cancelled("NUL \0, \ud800")));
        String packed =
                "[[0,\"retried\",{}],[1000000,\"task_started\",{\"task\":\"first\",\"attempt\":1,\"worker\":4711}],"
                        + "[2000000,\"cancelled\",{\"reason\":\"NUL \\u0000, \\uD800\"}]]";

        assertEquals(Optional.of(packed), PackedEvents.pack(events));
        assertEquals(events, unpack(packed, 0, 10));
    }

    @Test
    void whatIsLongIsNotPacked() {
        List<Happening> chatty = new ArrayList<>(Samples.success(ID));
        chatty.add(3, new Happening.Log(Samples.FIRST, 1, "x".repeat(31_000)));
        assertEquals(true, PackedEvents.pack(Samples.events(chatty)).isPresent());
        chatty.add(3, new Happening.Log(Samples.FIRST, 1, "x".repeat(1_000)));
        assertEquals(Optional.empty(), PackedEvents.pack(Samples.events(chatty)));
        List<Happening> many = new ArrayList<>(Samples.success(ID));
        many.addAll(3, java.util.Collections.nCopies(100_000, new Happening.Log(Samples.FIRST, 1, "\n")));
        assertEquals(Optional.empty(), PackedEvents.pack(Samples.events(many)));
    }

    @Test
    void whatIsNotPackedSoIsAnError() {
        for (String wrong :
                List.of("{}", "[[\"0\",\"started\",{}]]", "[[0,\"started\",[]]]", "[[0,\"started\",{},1]]")) {
            assertThrows(IllegalStateException.class, () -> unpack(wrong, 0, 10), wrong);
        }
    }

    private static List<RunEvent> unpack(String packed, long after, int limit) {
        return PackedEvents.unpack(packed, Samples.NOON, after, limit);
    }
}
