package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.UserCursor;
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
        UserCursor cursor = Await.result(events.now());
        RunId first = save();
        RunId second = save();

        List<String> seen = new ArrayList<>();
        List<UserEvents.Entry> page = read(ADA, cursor, 2);
        while (!page.isEmpty()) {
            page.forEach(entry -> seen.add(entry.run() + " " + entry.event().seq()
                    + RunEventJson.kind(entry.event().happening())));
            page = read(ADA, page.get(page.size() - 1).cursor(), 2);
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
        assertEquals(List.of(), read(Optional.empty(), cursor, 10), "of others");
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
        UserCursor begin = Await.result(events.now());
        Void unused = Await.result(new PgRunStore(pool).saveAll(List.of(new RunHistory(Run.of(list), list))));
        RunId later = save();

        List<Long> told =
                list.stream().filter(UserEvents::tells).map(RunEvent::seq).toList();
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

    private static List<UserEvents.Entry> readAll(UserCursor begin, int limit) {
        List<UserEvents.Entry> read = new ArrayList<>();
        List<UserEvents.Entry> page = read(ADA, begin, limit);
        while (!page.isEmpty()) {
            assertTrue(page.size() <= limit);
            read.addAll(page);
            page = read(ADA, page.get(page.size() - 1).cursor(), limit);
        }
        return read;
    }

    private static List<UserEvents.Entry> read(Optional<String> user, UserCursor cursor, int limit) {
        return Await.result(events.after(user, cursor, limit)).entries();
    }

    /** Who has nothing to read for long must not look at all that others wrote meanwhile. */
    @Test
    void aPageEndsWhereTheNextOneBegins() {
        UserCursor begin = Await.result(events.now());
        RunId run = save();
        UserEvents.Page some = Await.result(events.after(ADA, begin, 2));
        assertFalse(some.isWhole());
        assertEquals(some.entries().get(1).cursor(), some.end());
        UserEvents.Page rest = Await.result(events.after(ADA, some.end(), 2));
        assertTrue(rest.isWhole());
        assertEquals(
                List.of(run), rest.entries().stream().map(UserEvents.Entry::run).toList());
        assertTrue(rest.end().compareTo(rest.entries().get(0).cursor()) > 0);
        UserEvents.Page whole = Await.result(events.after(ADA, begin, 3));
        assertTrue(whole.isWhole());
        UserEvents.Page ofOthers = Await.result(events.after(Optional.of("bob"), begin, 2));
        assertEquals(List.of(), ofOthers.entries());
        assertTrue(ofOthers.isWhole() && ofOthers.end().compareTo(begin) > 0);
        UserCursor future = UserCursor.before(Long.MAX_VALUE);
        assertEquals(future, Await.result(events.after(ADA, future, 2)).end());
    }

    @Test
    void whatCommitsLateIsNeitherMissedNorRepeated() throws Exception {
        UserCursor cursor = Await.result(events.now());
        RunId late = Samples.newId();
        try (var connection = TestDatabase.connect(database.address());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean begun = statement.execute("SELECT pg_current_xact_id()");
            RunId early = save();
            assertEquals(List.of(), read(ADA, cursor, 10), "something older may still come");
            boolean unused = statement.execute("UPDATE run SET id = '" + late + "' WHERE false");
            connection.commit();
            List<UserEvents.Entry> all = read(ADA, cursor, 10);
            assertEquals(3, all.size());
            assertEquals(early, all.get(0).run());
            assertTrue(all.get(2).cursor().compareTo(cursor) > 0);
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
