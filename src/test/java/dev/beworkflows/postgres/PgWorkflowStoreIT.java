package dev.beworkflows.postgres;

import static dev.beworkflows.postgres.SimpleDefinitions.workflow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.Await;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.WorkflowFilter;
import dev.beworkflows.catalog.WorkflowStore.Update;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.environments.Pin;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgWorkflowStoreIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final List<Notifications> OPENED = new ArrayList<>();
    private static final int SAVERS = 20;

    private static Database pool;
    private static Notifications changes;
    private static PgWorkflowStore store;

    @BeforeAll
    static void open() throws Exception {
        Migrations.run(database.address());
        pool = Database.open(VERTX, database.address(), 8);
        changes = Notifications.listen(VERTX, database.address());
        store = new PgWorkflowStore(pool, changes, SimpleDefinitions::write, SimpleDefinitions::read);
    }

    @AfterAll
    static void close() throws Exception {
        OPENED.forEach(own -> Await.result(own.close()));
        Await.result(changes.close().compose(closed -> pool.close()));
        Await.result(VERTX.close());
    }

    @BeforeEach
    void empty() throws SQLException {
        sql("TRUNCATE workflow, workflow_version");
    }

    @Test
    void everySaveMakesTheNextVersionAndTheOlderOnesStay() {
        assertTrue(Await.result(store.isEmpty()));
        StoredVersion first = Await.result(store.create(workflow("hello", "one"), Saving.PUBLISHED))
                .orElseThrow();
        StoredVersion second = saved(store.update(workflow("hello", "two"), OptionalInt.of(1), Saving.PUBLISHED));

        assertFalse(Await.result(store.isEmpty()));
        assertEquals(1, first.ref().version());
        assertEquals(2, second.ref().version());
        assertEquals("two", label(Await.result(store.find(new WorkflowId("hello")))));
        assertEquals("one", label(Await.result(store.find(first.ref()))));
        assertEquals(
                second.savedAt(),
                Await.result(store.find(second.ref())).orElseThrow().savedAt());
        assertEquals(Optional.empty(), Await.result(store.find(new VersionRef(new WorkflowId("hello"), 3))));
    }

    @Test
    void aVersionThatWaitsIsPublishedWhenItIsReadyUnlessAnotherWasMeanwhile() {
        Lock lock = new Lock("3.11", List.of(new Pin("idna", "3.7", List.of("sha256:ab"))));
        Saving waiting = Saving.PUBLISHED.withLock(Optional.of(lock), false);
        StoredVersion first =
                Await.result(store.create(workflow("hello", "one"), waiting)).orElseThrow();
        assertTrue(first.isPending());
        assertTrue(first.info().isDraft());
        assertEquals(Optional.empty(), Await.result(store.published(new WorkflowId("hello"))));
        assertEquals(List.of(first), Await.result(store.pending()));
        assertEquals(java.util.Map.of(first.ref(), lock), Await.result(store.locks()));
        StoredVersion published =
                Await.result(store.publishPending(first.ref())).orElseThrow();
        assertFalse(published.isPending());
        assertTrue(published.info().isPublished());
        assertEquals(Optional.of(lock), published.lock());
        assertEquals(Optional.empty(), Await.result(store.publishPending(first.ref())), "once");

        StoredVersion second = saved(store.update(workflow("hello", "two"), OptionalInt.empty(), waiting));
        StoredVersion third = saved(store.update(workflow("hello", "three"), OptionalInt.empty(), Saving.PUBLISHED));
        assertEquals(List.of(), Await.result(store.pending()), "what is published ends the waiting");
        assertEquals(Optional.empty(), Await.result(store.publishPending(second.ref())));
        assertEquals("three", label(Await.result(store.published(new WorkflowId("hello")))));
        Await.result(store.publishWhenReady(second.ref()));
        Saving draft = new Saving(Optional.empty(), "", false, Optional.empty());
        StoredVersion fourth = saved(store.update(workflow("hello", "four"), OptionalInt.empty(), draft));
        assertEquals(
                List.of(second.ref()),
                Await.result(store.pending()).stream().map(StoredVersion::ref).toList(),
                "a draft does not");
        Await.result(store.publishWhenReady(third.ref()));
        assertEquals(1, Await.result(store.pending()).size(), "it is published already");
        assertTrue(Await.result(store.publish(second.ref())).isPresent());
        assertEquals(List.of(), Await.result(store.pending()));

        Await.result(store.keep(fourth.ref(), lock));
        Await.result(store.keep(fourth.ref(), new Lock("3.12", List.of())));
        assertEquals(
                Optional.of(lock),
                Await.result(store.find(fourth.ref())).orElseThrow().lock(),
                "known once is known");
    }

    @Test
    void anIdIsTakenOnce() {
        List<Future<Optional<StoredVersion>>> all = new ArrayList<>();
        for (int i = 0; i < SAVERS; i++) {
            all.add(store.create(workflow("hello", "number " + i), Saving.PUBLISHED));
        }
        assertEquals(
                1, all.stream().filter(one -> Await.result(one).isPresent()).count());
    }

    @Test
    void ofTwoWhoExpectTheSameVersionOneWins() {
        Await.result(store.create(workflow("hello", "one"), Saving.PUBLISHED));
        List<Future<Update>> all = new ArrayList<>();
        for (int i = 0; i < SAVERS; i++) {
            all.add(store.update(workflow("hello", "number " + i), OptionalInt.of(1), Saving.PUBLISHED));
        }
        List<Update> outcomes = all.stream().map(Await::result).toList();
        assertEquals(1, outcomes.stream().filter(Update.Saved.class::isInstance).count());
        assertEquals(
                SAVERS - 1L,
                outcomes.stream().filter(new Update.Conflict(2)::equals).count());
    }

    @Test
    void savesThatExpectNothingGetAVersionEach() {
        Await.result(store.create(workflow("hello", "one"), Saving.PUBLISHED));
        List<Future<Update>> all = new ArrayList<>();
        for (int i = 0; i < SAVERS; i++) {
            all.add(store.update(workflow("hello", "number " + i), OptionalInt.empty(), Saving.PUBLISHED));
        }
        HashSet<Integer> versions = new HashSet<>();
        all.forEach(one -> assertTrue(versions.add(saved(one).ref().version())));
        assertEquals(SAVERS, versions.size());
        assertEquals(
                SAVERS + 1,
                Await.result(store.find(new WorkflowId("hello")))
                        .orElseThrow()
                        .ref()
                        .version());
    }

    @Test
    void aDeletedWorkflowIsGoneButItsVersionsCanBeRead() {
        StoredVersion first = Await.result(store.create(workflow("hello", "one"), Saving.PUBLISHED))
                .orElseThrow();

        assertTrue(Await.result(store.delete(first.ref().workflow())));
        assertFalse(Await.result(store.delete(first.ref().workflow())));
        assertEquals(Optional.empty(), Await.result(store.find(first.ref().workflow())));
        assertEquals("one", label(Await.result(store.find(first.ref()))));
        assertInstanceOf(
                Update.NotFound.class,
                Await.result(store.update(workflow("hello", "two"), OptionalInt.empty(), Saving.PUBLISHED)));
        assertEquals(List.of(), Await.result(store.list(everything())));
        assertFalse(Await.result(store.isEmpty()));

        assertEquals(
                2,
                Await.result(store.create(workflow("hello", "two"), Saving.PUBLISHED))
                        .orElseThrow()
                        .ref()
                        .version());
    }

    @Test
    void listsAreFilteredSearchedAndPaged() {
        Await.result(store.create(workflow("b", "Größe 100%"), Saving.PUBLISHED));
        Await.result(store.create(workflow("a-1", "Colours", false, Mode.FOREGROUND), Saving.PUBLISHED));
        Await.result(store.create(workflow("Z_9", "nothing", true, Mode.BACKGROUND), Saving.PUBLISHED));

        assertEquals(List.of("Z_9", "a-1", "b"), ids(everything()));
        assertEquals(List.of("b"), ids(search("GRÖSSE".replace("SS", "ß"))));
        assertEquals(List.of("b"), ids(search("0%")));
        assertEquals(List.of(), ids(search("_1")));
        assertEquals(List.of(), ids(search("\0")));
        assertEquals(List.of("a-1"), ids(search("colours")));
        assertEquals(
                List.of("a-1"),
                ids(new WorkflowFilter(Optional.empty(), Optional.of(false), Optional.empty(), Optional.empty(), 9)));
        assertEquals(
                List.of("Z_9"),
                ids(new WorkflowFilter(
                        Optional.empty(), Optional.empty(), Optional.of(Mode.BACKGROUND), Optional.empty(), 9)));
        assertEquals(
                List.of("a-1"),
                ids(new WorkflowFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("Z_9"), 1)));
    }

    @Test
    void everySaveAndDeleteIsTold() throws Exception {
        BlockingQueue<Optional<WorkflowId>> told = new LinkedBlockingQueue<>();
        listening(told);
        assertEquals(Optional.empty(), told.poll(10, TimeUnit.SECONDS));

        Await.result(store.create(workflow("hello", "one"), Saving.PUBLISHED));
        assertEquals(Optional.of(new WorkflowId("hello")), told.poll(10, TimeUnit.SECONDS));
        saved(store.update(workflow("hello", "two"), OptionalInt.empty(), Saving.PUBLISHED));
        assertEquals(Optional.of(new WorkflowId("hello")), told.poll(10, TimeUnit.SECONDS));
        assertTrue(Await.result(store.delete(new WorkflowId("hello"))));
        assertEquals(Optional.of(new WorkflowId("hello")), told.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void afterALostConnectionListenersAreToldToLookAgainAtAll() throws Exception {
        BlockingQueue<Optional<WorkflowId>> told = new LinkedBlockingQueue<>();
        listening(told);
        assertEquals(Optional.empty(), told.poll(10, TimeUnit.SECONDS));

        sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN bew_workflow%'");

        assertEquals(Optional.empty(), told.poll(10, TimeUnit.SECONDS));
        Await.result(store.create(workflow("hello", "one"), Saving.PUBLISHED));
        assertEquals(Optional.of(new WorkflowId("hello")), told.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void rowsThatCannotBeTrueAreRefused() {
        assertThrows(SQLException.class, () -> sql("INSERT INTO workflow VALUES ('a b', 1)"));
        assertThrows(SQLException.class, () -> sql("INSERT INTO workflow VALUES ('hello', 1)"), "without a version");
        assertThrows(SQLException.class, () -> sql("INSERT INTO workflow VALUES ('hello', 0)"));
    }

    private static void listening(BlockingQueue<Optional<WorkflowId>> told) {
        Notifications own = Notifications.listen(VERTX, database.address());
        OPENED.add(own);
        new PgWorkflowStore(pool, own, SimpleDefinitions::write, SimpleDefinitions::read).onChange(told::add);
    }

    private static List<String> ids(WorkflowFilter filter) {
        return Await.result(store.list(filter)).stream()
                .map(WorkflowSummary::ref)
                .map(ref -> ref.workflow().value())
                .toList();
    }

    private static WorkflowFilter everything() {
        return new WorkflowFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100);
    }

    private static WorkflowFilter search(String text) {
        return new WorkflowFilter(Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty(), 100);
    }

    private static StoredVersion saved(Future<Update> update) {
        return assertInstanceOf(Update.Saved.class, Await.result(update)).version();
    }

    private static String label(Optional<StoredVersion> version) {
        return version.orElseThrow().workflow().about().label();
    }

    private static void sql(String statement) throws SQLException {
        TestDatabase.execute(database.address(), statement);
    }
}
