package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs that were stored before events were packed, side by side with later ones. */
class PackedEventsMigrationIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final Optional<String> ADA = Optional.of("ada");
    private static final RunId OLD = Samples.newId();
    private static final RunId QUEUED = Samples.newId();
    private static final RunId NEW = Samples.newId();
    private static Database pool;
    private static PgRunStore store;
    private static UserCursor before;

    @BeforeAll
    static void storeOldRunsThenMigrate() throws Exception {
        DatabaseAddress address = database.address();
        String url = "jdbc:postgresql://" + address.host() + ":" + address.port() + "/" + address.database();
        var unused = Flyway.configure()
                .dataSource(url, address.user(), address.password())
                .locations("classpath:db/migration")
                .target("7")
                .load()
                .migrate();
        pool = Database.open(VERTX, address, 4);
        store = new PgRunStore(pool);
        before = Await.result(new PgUserEvents(pool).now());
        storeAsBefore(history(OLD));
        storeAsBefore(accepted());
        TestDatabase.execute(
                address,
                "INSERT INTO queued_run (run_id, workflow_id, state, priority, run_at, epoch) SELECT id, workflow_id, 'queued', 0, now(), 0 FROM run WHERE id = '"
                        + QUEUED + "'");

        assertTrue(Migrations.run(address) >= 1);
        Await.result(store.saveAll(List.of(history(NEW))));
    }

    @AfterAll
    static void close() throws Exception {
        Await.result(pool.close());
        Await.result(VERTX.close());
    }

    @Test
    void oldRunsAndNewOnesAreReadAlike() {
        for (RunId id : List.of(OLD, NEW)) {
            List<RunEvent> events = history(id).events();
            assertEquals(events, Await.result(store.events(id)));
            assertEquals(events.subList(3, 5), Await.result(store.events(id, 3, 2)));
        }
    }

    @Test
    void aUserReadsBothInTheOrderOfTheirTransactions() {
        PgUserEvents events = new PgUserEvents(pool);
        for (int limit : List.of(1, 2, 3, 100)) {
            List<String> seen = new ArrayList<>();
            UserCursor cursor = before;
            List<UserEvents.Entry> page =
                    Await.result(events.after(ADA, cursor, limit)).entries();
            while (!page.isEmpty()) {
                page.forEach(entry -> seen.add(entry.run() + " " + entry.event().seq()
                        + RunEventJson.kind(entry.event().happening())));
                cursor = page.get(page.size() - 1).cursor();
                page = Await.result(events.after(ADA, cursor, limit)).entries();
            }
            assertEquals(
                    List.of(
                            OLD + " 1accepted",
                            OLD + " 2started",
                            OLD + " 6succeeded",
                            QUEUED + " 1accepted",
                            NEW + " 1accepted",
                            NEW + " 2started",
                            NEW + " 6succeeded"),
                    seen);
        }
    }

    @Test
    void whatWasQueuedBeforeIsClaimedAndGoesOn() {
        PgRunQueue queue = new PgRunQueue(pool, UUID.randomUUID(), Duration.ofMinutes(1));
        List<Claim> claims = Await.result(queue.claim(1));
        assertEquals(List.of(new Claim(QUEUED, 1, 0)), claims);
        assertEquals(Map.of(QUEUED, new StoredRun(accepted().events(), Map.of())), Await.result(queue.load(claims)));
    }

    private static RunHistory history(RunId id) {
        return of(Samples.success(id));
    }

    private static RunHistory accepted() {
        return of(List.of(Samples.accepted(QUEUED)));
    }

    private static RunHistory of(List<Happening> happenings) {
        List<RunEvent> events = Samples.events(happenings);
        return new RunHistory(Run.of(events), events);
    }

    private static String details(RunEvent event) {
        ObjectNode json = RunEventJson.write(event);
        return PgJson.text(json.remove(List.of("seq", "at", "kind")));
    }

    /** As servers did it up to the seventh migration. */
    private static void storeAsBefore(RunHistory history) throws SQLException {
        Run run = history.run();
        try (Connection connection = TestDatabase.connect(database.address());
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO run (id, workflow_id, version, mode, status, user_name, accepted_at, started_at, finished_at, epoch) VALUES (?, 'hello', 3, 'foreground', ?, 'ada', ?, ?, ?, 0)");
                PreparedStatement event = connection.prepareStatement(
                        "INSERT INTO run_event (run_id, seq, at, kind, details) VALUES (?, ?, ?, ?, ?::json)")) {
            connection.setAutoCommit(false);
            insert.setObject(1, run.header().id().value());
            insert.setString(2, run.status().json());
            insert.setTimestamp(3, Timestamp.from(run.times().acceptedAt()));
            insert.setTimestamp(4, run.times().startedAt().map(Timestamp::from).orElse(null));
            insert.setTimestamp(5, run.times().finishedAt().map(Timestamp::from).orElse(null));
            assertEquals(1, insert.executeUpdate());
            for (RunEvent one : history.events()) {
                event.setObject(1, run.header().id().value());
                event.setLong(2, one.seq());
                event.setTimestamp(3, Timestamp.from(one.at()));
                event.setString(4, RunEventJson.kind(one.happening()));
                event.setString(5, details(one));
                assertEquals(1, event.executeUpdate());
            }
            connection.commit();
        }
    }
}
