package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.beworkflows.Await;
import dev.beworkflows.journal.JournalLimits;
import dev.beworkflows.journal.NoRunQueue;
import dev.beworkflows.journal.RefusedRunsException;
import dev.beworkflows.journal.RunJournal;
import dev.beworkflows.journal.RunStore;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunStoreConformance;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgRunStoreIT extends RunStoreConformance {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static Database pool;
    private static PgRunStore store;

    @BeforeAll
    static void open() throws Exception {
        Migrations.run(database.address());
        pool = Database.open(VERTX, database.address(), 4);
        store = new PgRunStore(pool);
    }

    @AfterAll
    static void close() throws Exception {
        Await.result(pool.close());
        Await.result(VERTX.close());
    }

    @Override
    protected RunStore store() {
        return store;
    }

    @Test
    void ofABatchWithARunThatCannotBeTrueNothingIsSaved() {
        RunHistory good = history(Samples.success(Samples.newId()));
        RunHistory bad = history(Samples.success(Samples.newId()));
        Run unfinished = new Run(
                bad.run().header(),
                bad.run().status(),
                bad.run().tasks(),
                bad.run().failure(),
                new Run.Times(Samples.NOON, Optional.of(Samples.NOON), Optional.empty()),
                Optional.empty(),
                6);
        List<RunHistory> batch = List.of(good, new RunHistory(unfinished, bad.events()));

        assertThrows(RefusedRunsException.class, () -> Await.result(store.saveAll(batch)));
        assertEquals(List.of(), Await.result(store.events(good.run().header().id())));
    }

    @Test
    void aDatabaseThatIsAwayIsNotARefusal() {
        Database nowhere =
                Database.open(VERTX, new DatabaseAddress("127.0.0.1", 1, "none", "nobody", "", SslMode.DISABLE), 1);
        List<RunHistory> batch = List.of(history(Samples.success(Samples.newId())));
        Throwable failure = assertThrows(Throwable.class, () -> Await.result(new PgRunStore(nowhere).saveAll(batch)));
        assertEquals(false, failure instanceof RefusedRunsException);
        Await.result(nowhere.close());
    }

    @Test
    void rowsThatCannotBeTrueAreRefused() {
        String run =
                "INSERT INTO run (id, workflow_id, version, mode, status, failure, accepted_at, started_at, finished_at) VALUES (";
        String id = "gen_random_uuid(), 'hello', ";
        for (String wrong : List.of(
                id + "0, 'foreground', 'succeeded', NULL, now(), now(), now())",
                id + "1, 'sideways', 'succeeded', NULL, now(), now(), now())",
                id + "1, 'foreground', 'done', NULL, now(), now(), now())",
                id + "1, 'foreground', 'succeeded', NULL, now(), now(), NULL)",
                id + "1, 'foreground', 'running', NULL, now(), now(), now())",
                id + "1, 'foreground', 'running', NULL, now(), NULL, NULL)",
                id + "1, 'foreground', 'succeeded', '{}', now(), now(), now())",
                id + "1, 'foreground', 'failed', NULL, now(), now(), now())",
                id + "1, 'foreground', 'succeeded', NULL, now(), now(), now() - interval '1 s')")) {
            assertThrows(SQLException.class, () -> TestDatabase.execute(database.address(), run + wrong), wrong);
        }
        String event = "INSERT INTO run_event (run_id, seq, at, kind, details) VALUES (";
        for (String wrong :
                List.of("gen_random_uuid(), 1, now(), 'accepted', '{}')", "NULL, 1, now(), 'accepted', '{}')")) {
            assertThrows(SQLException.class, () -> TestDatabase.execute(database.address(), event + wrong), wrong);
        }
    }

    @Test
    void theJournalSavesWhatItRecords() {
        RunJournal journal = new RunJournal(
                EventLoop.create(VERTX), store, NoRunQueue.create(), JournalLimits.DEFAULT, InstantSource.system());
        List<RunId> ids =
                IntStream.range(0, 2000).mapToObj(i -> Samples.newId()).toList();
        ids.forEach(id -> Samples.success(id).forEach(happening -> journal.append(id, happening)));
        Await.result(journal.flush());

        for (RunId id : List.of(ids.get(0), ids.get(1999))) {
            List<RunEvent> stored = Await.result(store.events(id));
            assertEquals(
                    Samples.success(id),
                    stored.stream().map(RunEvent::happening).toList());
        }
        assertEquals(2000, Await.result(journal.counts()).saved());
    }
}
