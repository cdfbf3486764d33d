package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.Await;
import dev.beworkflows.run.Samples;
import dev.beworkflows.schedule.CronTimes;
import dev.beworkflows.schedule.FixedRequest;
import dev.beworkflows.schedule.Missed;
import dev.beworkflows.schedule.Schedule;
import dev.beworkflows.schedule.ScheduleId;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.schedule.ScheduleStore.Due;
import dev.beworkflows.schedule.ScheduleStore.Outcome;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgScheduleStoreIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final Optional<String> ADA = Optional.of("ada");
    private static Database pool;
    private static Notifications notifications;
    private static ScheduleStore store;

    @BeforeAll
    static void open() throws Exception {
        Migrations.run(database.address());
        pool = Database.open(VERTX, database.address(), 4);
        notifications = Notifications.listen(VERTX, database.address());
        store = new PgScheduleStore(pool, notifications);
    }

    @AfterAll
    static void close() {
        Await.result(notifications.close());
        Await.result(pool.close());
        Await.result(VERTX.close());
    }

    @BeforeEach
    void empty() throws SQLException {
        TestDatabase.execute(database.address(), "DELETE FROM schedule");
    }

    @Test
    void whatIsSavedIsRead() {
        Instant next = now().plusSeconds(60);
        Schedule made = Await.result(store.create(plan("Europe/Berlin", true), ADA, Optional.of(next)));
        Schedule read = Await.result(store.find(made.id())).orElseThrow();
        assertEquals(made.progress(), read.progress());
        assertEquals(Optional.of(next), read.progress().nextAt());
        assertEquals(ADA, read.user());
        assertEquals("0 6 * * MON", read.plan().times().cron());
        assertEquals(ZoneId.of("Europe/Berlin"), read.plan().times().zone());
        assertEquals(made.plan().request(), read.plan().request());
        assertEquals(Missed.ALL, read.plan().missed());
        assertTrue(Await.result(store.delete(made.id())));
        assertFalse(Await.result(store.delete(made.id())));
        assertEquals(Optional.empty(), Await.result(store.find(made.id())));
    }

    @Test
    void onlyWhatHasItsTimeIsDueTheEarliestFirst() {
        Schedule late = due(10);
        Schedule later = due(20);
        Schedule future = due(-60);
        Await.result(store.create(plan("UTC", false), ADA, Optional.empty()));
        List<Due> due = Await.result(store.due(10, Set.of()));
        assertEquals(
                List.of(later.id(), late.id()),
                due.stream().map(one -> one.schedule().id()).toList());
        assertTrue(due.get(0).now().isBefore(future.progress().nextAt().orElseThrow()));
        assertEquals(1, Await.result(store.due(1, Set.of())).size());
        assertEquals(
                late.id(),
                Await.result(store.due(1, Set.of(later.id()))).get(0).schedule().id());
    }

    @Test
    void ofTwoServersOneMovesAScheduleOn() {
        Schedule seen = due(5);
        Optional<Instant> next = Optional.of(now().plusSeconds(60));
        Outcome first = new Outcome.Ran(Samples.newId());
        assertTrue(Await.result(store.fired(seen, first, next)));
        assertFalse(Await.result(store.fired(seen, new Outcome.NotRun("too late"), Optional.empty())));
        assertFalse(Await.result(store.settle(seen, Optional.empty(), now())));
        Schedule.Progress progress =
                Await.result(store.find(seen.id())).orElseThrow().progress();
        assertEquals(next, progress.nextAt());
        assertEquals(seen.progress().nextAt(), progress.lastRun().map(Schedule.LastRun::at));
        assertEquals(Optional.empty(), progress.lastProblem());
    }

    @Test
    void whoSawTheOldPlanMovesNothing() {
        Schedule seen = due(5);
        Schedule changed = Await.result(store.update(seen.id(), seen.plan(), ADA, Optional.of(now().plusSeconds(9))))
                .orElseThrow();
        assertEquals(seen.progress().nextAt(), changed.progress().nextAt(), "what was due stays due");
        Outcome outcome = new Outcome.NotRun("why");
        assertFalse(Await.result(store.fired(seen, outcome, Optional.empty())));
        assertFalse(Await.result(store.settle(seen, Optional.empty(), now())));
        assertTrue(Await.result(store.fired(changed, outcome, Optional.empty())));
        assertEquals(
                Optional.of(
                        new Schedule.LastProblem("why", seen.progress().nextAt().orElseThrow())),
                Await.result(store.find(seen.id())).orElseThrow().progress().lastProblem());
    }

    @Test
    void otherTimesAreStoodAtOnceTheyAreSaved() {
        Schedule seen = due(5);
        Optional<Instant> next = Optional.of(now().plusSeconds(9));
        assertEquals(
                next,
                Await.result(store.update(seen.id(), plan("Asia/Tokyo", true), ADA, next))
                        .orElseThrow()
                        .progress()
                        .nextAt());
        assertEquals(
                Optional.empty(),
                Await.result(store.update(seen.id(), plan("Asia/Tokyo", false), ADA, Optional.empty()))
                        .orElseThrow()
                        .progress()
                        .nextAt());
        assertEquals(
                Optional.empty(), Await.result(store.update(ScheduleId.random(), seen.plan(), ADA, Optional.empty())));
    }

    @Test
    void settledTimesAreRemembered() {
        Schedule seen = due(500);
        Instant until = now().minusSeconds(100);
        assertTrue(Await.result(store.settle(seen, Optional.of(until), until)));
        Schedule.Progress progress =
                Await.result(store.find(seen.id())).orElseThrow().progress();
        assertEquals(Optional.of(until), progress.settledUntil());
        assertEquals(Optional.of(until), progress.nextAt());
    }

    @Test
    void aScheduleThatIsSavedIsAnnounced() throws Exception {
        CountDownLatch told = new CountDownLatch(2); // when listening begins, and by the change
        store.onChange(told::countDown);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (told.getCount() > 0 && System.nanoTime() < end) {
            var unused = due(-60);
        }
        assertEquals(0, told.getCount());
    }

    @Test
    void theDatabaseRefusesWhatCannotBe() {
        Schedule schedule = due(5);
        for (String change : List.of(
                "enabled = false",
                "missed = 'some'",
                "last_run_at = now()",
                "last_problem = 'why'",
                "cron = ''",
                "revision = 0",
                "id = 'x'")) {
            assertThrows(
                    SQLException.class,
                    () -> TestDatabase.execute(
                            database.address(),
                            "UPDATE schedule SET " + change + " WHERE id = '" + schedule.id() + "'"),
                    change);
        }
    }

    private static Instant now() {
        return Await.result(store.now()).truncatedTo(ChronoUnit.MICROS);
    }

    private static Schedule due(int secondsAgo) {
        return Await.result(store.create(plan("UTC", true), ADA, Optional.of(now().minusSeconds(secondsAgo))));
    }

    private static Schedule.Plan plan(String zone, boolean enabled) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putObject("url_params").put("text", "\0 \uD83D\uDE00");
        return new Schedule.Plan(
                new WorkflowId("weekly"),
                CronTimes.of("0 6 * * MON", ZoneId.of(zone)),
                new FixedRequest(request),
                Missed.ALL,
                enabled);
    }
}
