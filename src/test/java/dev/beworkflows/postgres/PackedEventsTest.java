package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedEventsTest {
    private static final RunId ID = RunId.parse("01932f5e-8c2b-7d11-9a4e-0c5f3b7a2d10");

    @Test
    void everyKindOfEventComesBackAsItWas() {
        List<RunEvent> events = Samples.events(Samples.everything());
        assertEquals(events, unpack(packed(events), 0, Integer.MAX_VALUE));
    }

    @Test
    void aPieceOfThemIsRead() {
        List<RunEvent> events = Samples.events(Samples.success(ID));
        String packed = packed(events);

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

        assertEquals(List.of(new PackedEvents.Piece(1, Samples.NOON, packed, true)), PackedEvents.pack(events));
        assertEquals(events, unpack(packed, 0, 10));
    }

    @Test
    void whatIsLongComesInPieces() {
        List<Happening> chatty = new ArrayList<>(Samples.success(ID));
        chatty.addAll(3, Collections.nCopies(10_000, new Happening.Log(Samples.FIRST, 1, "a line\n")));
        chatty.add(3, new Happening.Log(Samples.FIRST, 1, "x".repeat(2_000_000)));
        List<RunEvent> events = Samples.events(chatty);
        List<PackedEvents.Piece> pieces = PackedEvents.pack(events);

        List<RunEvent> read = new ArrayList<>();
        for (PackedEvents.Piece piece : pieces) {
            assertEquals(read.size() + 1, piece.seq());
            List<RunEvent> some = PackedEvents.unpack(piece.events(), piece.seq(), piece.at(), 0, Integer.MAX_VALUE);
            assertEquals(some.stream().anyMatch(UserEvents::tells), piece.forUsers());
            read.addAll(some);
        }
        assertEquals(events, read);
        assertTrue(pieces.size() > 10 && pieces.size() < 40, () -> pieces.size() + " pieces");
        assertEquals(
                1,
                pieces.stream()
                        .filter(piece -> piece.events().length() > 40_000)
                        .count());
    }

    @Test
    void whatIsNotPackedSoIsAnError() {
        for (String wrong :
                List.of("{}", "[[\"0\",\"started\",{}]]", "[[0,\"started\",[]]]", "[[0,\"started\",{},1]]")) {
            assertThrows(IllegalStateException.class, () -> unpack(wrong, 0, 10), wrong);
        }
    }

    private static List<RunEvent> unpack(String packed, long after, int limit) {
        return PackedEvents.unpack(packed, 1, Samples.NOON, after, limit);
    }

    private static String packed(List<RunEvent> events) {
        return PackedEvents.pack(events).get(0).events();
    }
}
