package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgUserEventsIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final Optional<String> ADA = Optional.of("ada");
    private static Database pool;
    private static UserEvents events;

    @BeforeAll
    static void open() throws Exception {
        Migrations.run(database.address());
        pool = Database.open(VERTX, database.address(), 4);
        events = new PgUserEvents(pool);
    }

    @AfterAll
    static void close() throws Exception {
        Await.result(pool.close());
        Await.result(VERTX.close());
    }

    @Test
    void aUserReadsTheOwnRunsPieceByPiece() {
        String cursor = Await.result(events.now());
        RunId first = save();
        RunId second = save();

        List<String> seen = new ArrayList<>();
        List<UserEvents.Entry> page = Await.result(events.after(ADA, cursor, 2));
        while (!page.isEmpty()) {
            page.forEach(entry -> seen.add(entry.run() + " " + entry.event().seq()
                    + RunEventJson.kind(entry.event().happening())));
            page = Await.result(events.after(ADA, page.get(page.size() - 1).cursor(), 2));
        }
        assertEquals(
                List.of(
                        first + " 1accepted",
                        first + " 2started",
                        first + " 6succeeded",
                        second + " 1accepted",
                        second + " 2started",
                        second + " 6succeeded"),
                seen);
        assertEquals(List.of(), Await.result(events.after(Optional.empty(), cursor, 10)), "of others");
        assertThrows(IllegalArgumentException.class, () -> Await.result(events.after(ADA, "1.2", 10)));
    }

    @Test
    void aLongRunIsReadInPagesOfAnySize() {
        RunId id = Samples.newId();
        List<Happening> happenings = new ArrayList<>(Samples.success(id));
        for (int i = 0; i < 1_500; i++) {
            String text = i + "x".repeat(100);
            // of some pieces users are told nothing
            boolean told = i < 300 || i > 1_300;
            happenings.add(3, told ? new Happening.Message(Samples.FIRST, TextNode.valueOf(text)) : log(text));
        }
        List<RunEvent> list = Samples.events(happenings);
        String begin = Await.result(events.now());
        Void unused = Await.result(new PgRunStore(pool).saveAll(List.of(new RunHistory(Run.of(list), list))));
        RunId later = save();

        List<Long> told =
                list.stream().filter(PgUserEvents::tells).map(RunEvent::seq).toList();
        for (int limit : List.of(1, 7, 100, 10_000)) {
            List<UserEvents.Entry> read = readAll(begin, limit);
            assertEquals(
                    told,
                    read.stream()
                            .filter(entry -> entry.run().equals(id))
                            .map(entry -> entry.event().seq())
                            .toList());
            assertEquals(told.size() + 3, read.size());
            assertEquals(later, read.get(read.size() - 1).run());
        }
    }

    private static Happening log(String text) {
        return new Happening.Log(Samples.FIRST, 1, text);
    }

    private static List<UserEvents.Entry> readAll(String begin, int limit) {
        List<UserEvents.Entry> read = new ArrayList<>();
        List<UserEvents.Entry> page = Await.result(events.after(ADA, begin, limit));
        while (!page.isEmpty()) {
            assertTrue(page.size() <= limit);
            read.addAll(page);
            page = Await.result(events.after(ADA, page.get(page.size() - 1).cursor(), limit));
        }
        return read;
    }

    @Test
    void whatCommitsLateIsNeitherMissedNorRepeated() throws Exception {
        String cursor = Await.result(events.now());
        RunId late = Samples.newId();
        try (var connection = TestDatabase.connect(database.address());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean begun = statement.execute("SELECT pg_current_xact_id()");
            RunId early = save();
            assertEquals(List.of(), Await.result(events.after(ADA, cursor, 10)), "something older may still come");
            boolean unused = statement.execute("UPDATE run SET id = '" + late + "' WHERE false");
            connection.commit();
            List<UserEvents.Entry> all = Await.result(events.after(ADA, cursor, 10));
            assertEquals(3, all.size());
            assertEquals(early, all.get(0).run());
            assertFalse(all.get(2).cursor().isEmpty());
        }
    }

    @Test
    void aSecretIsMadeOnceAndTheSameForAll() {
        PgSecrets secrets = new PgSecrets(pool);
        byte[] first = Await.result(secrets.of("events"));
        assertEquals(32, first.length);
        assertArrayEquals(first, Await.result(secrets.of("events")));
        assertFalse(java.util.Arrays.equals(first, Await.result(secrets.of("other"))));
    }

    private static RunId save() {
        RunId id = Samples.newId();
        List<RunEvent> list = Samples.events(Samples.success(id));
        Void unused = Await.result(new PgRunStore(pool).saveAll(List.of(new RunHistory(Run.of(list), list))));
        return id;
    }
}
