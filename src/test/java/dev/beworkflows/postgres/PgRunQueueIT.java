package dev.beworkflows.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RefusedRunsException;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunWrite;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.Samples;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgRunQueueIT {
    @RegisterExtension
    static final TestDatabase database = new TestDatabase();

    private static final Vertx VERTX = Vertx.vertx();
    private static final Placement NOW = new Placement(0, Optional.empty(), OptionalInt.empty());
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TaskOutput OUTPUT = new TaskOutput(
            Map.of("key", new Value.Json(TextNode.valueOf("NUL \0 half \ud800"))),
            Map.of("out", List.of(Buffer.buffer("{\"a\":1.0}"))),
            Map.of("out", JsonNodeFactory.instance.objectNode().put("n", 1)),
            false);

    private static Database pool;
    private static PgRunStore store;
    private final RunQueue one = new PgRunQueue(pool, UUID.randomUUID(), LONG);
    private final RunQueue two = new PgRunQueue(pool, UUID.randomUUID(), LONG);

    @BeforeAll
    static void open() throws Exception {
        Migrations.run(database.address());
        pool = Database.open(VERTX, database.address(), 8);
        store = new PgRunStore(pool);
    }

    @AfterAll
    static void close() throws Exception {
        Await.result(pool.close());
        Await.result(VERTX.close());
    }

    @AfterEach
    void emptyTheQueue() throws Exception {
        TestDatabase.execute(database.address(), "DELETE FROM queued_run");
    }

    @Test
    void anAcceptedRunIsStoredAndClaimedOnceWithItsLease() {
        RunId id = accept(NOW);
        assertEquals(RunStatus.ACCEPTED, Run.of(Await.result(store.events(id))).status());

        assertEquals(List.of(new Claim(id, 1, 0)), Await.result(one.claim(10)));
        assertEquals(List.of(), Await.result(two.claim(10)));
        assertEquals(List.of(new RunQueue.Renewal(id, 1, Optional.empty())), Await.result(one.renew(Set.of(id))));
        assertEquals(List.of(), Await.result(two.renew(Set.of(id))));
    }

    @Test
    void theHigherPriorityComesFirstThenTheLongerWait() {
        RunId low = accept(new Placement(-5, Optional.empty(), OptionalInt.empty()));
        RunId first = accept(NOW);
        RunId second = accept(NOW);
        RunId high = accept(new Placement(7, Optional.empty(), OptionalInt.empty()));

        assertEquals(List.of(high, first), runs(Await.result(one.claim(2))));
        assertEquals(List.of(second, low), runs(Await.result(one.claim(9))));
    }

    @Test
    void aRunWaitsForItsTime() throws Exception {
        Instant soon = Instant.now().plusMillis(300);
        RunId id = accept(new Placement(0, Optional.of(soon), OptionalInt.empty()));
        assertEquals(List.of(), Await.result(one.claim(10)));

        var unused = Eventually.within(
                PATIENCE, () -> runs(Await.result(one.claim(10))).contains(id));
        assertFalse(Instant.now().isBefore(soon));
    }

    @Test
    void noRunIsClaimedTwiceByServersThatClaimAtOnce() {
        Set<RunId> all = new HashSet<>();
        IntStream.range(0, 60).forEach(i -> all.add(accept(NOW)));
        List<RunId> claimed = new ArrayList<>();
        while (claimed.size() < 60) {
            var both = List.of(one.claim(3), two.claim(3), one.claim(2), two.claim(4));
            both.forEach(claims -> claimed.addAll(runs(Await.result(claims))));
        }

        assertEquals(60, claimed.size());
        assertEquals(all, new HashSet<>(claimed));
    }

    @Test
    void aWorkflowsLimitHoldsOverServersThatClaimAtOnce() {
        Placement limited = new Placement(0, Optional.empty(), OptionalInt.of(2));
        String workflow = "limited-" + UUID.randomUUID();
        IntStream.range(0, 10).forEach(i -> accept(workflow, limited));
        RunId free = accept(NOW);

        List<Claim> claimed = new ArrayList<>();
        for (int round = 0; round < 10; round++) {
            var both = List.of(one.claim(5), two.claim(5), one.claim(5), two.claim(5));
            both.forEach(claims -> claimed.addAll(Await.result(claims)));
        }
        assertEquals(3, claimed.size());
        assertTrue(runs(claimed).contains(free));

        Claim ended = claimed.stream()
                .filter(claim -> !claim.run().equals(free))
                .findFirst()
                .orElseThrow();
        assertEquals(Set.of(ended.run()), write(one, succeeded(ended)));
        assertEquals(1, Await.result(one.claim(5)).size());
    }

    @Test
    void whoCannotCountLeavesLimitedRunsToOthersAndDoesNotWait() throws Exception {
        accept("limited-" + UUID.randomUUID(), new Placement(0, Optional.empty(), OptionalInt.of(2)));
        RunId free = accept(NOW);
        try (var connection = TestDatabase.connect(database.address());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean unused = statement.execute("SELECT pg_advisory_xact_lock(" + 0x6265775f636c6d31L + ")");
            assertEquals(List.of(free), runs(Await.result(one.claim(5))));
            connection.rollback();
        }
        assertEquals(1, Await.result(one.claim(5)).size());
    }

    @Test
    void aRunWhoseOwnerNeverSaidAWordIsTakenOver() throws Exception {
        RunQueue dying = new PgRunQueue(pool, UUID.randomUUID(), SHORT);
        RunId id = accept(NOW);
        assertEquals(1, Await.result(dying.claim(1)).size());

        var unused = Eventually.within(PATIENCE, () -> Await.result(two.reap()) == 1);
        var unusedClaim =
                Eventually.within(PATIENCE, () -> Await.result(two.claim(1)).equals(List.of(new Claim(id, 3, 1))));
    }

    @Test
    void aLeaseThatIsRenewedIsNotTakenOver() throws Exception {
        RunQueue living = new PgRunQueue(pool, UUID.randomUUID(), Duration.ofMillis(600));
        accept(NOW);
        Set<RunId> mine = Set.copyOf(runs(Await.result(living.claim(1))));
        Instant end = Instant.now().plusMillis(1_500);

        var unused = Eventually.within(PATIENCE, () -> {
            assertEquals(1, Await.result(living.renew(mine)).size());
            assertEquals(0, Await.result(two.reap()));
            return Instant.now().isAfter(end);
        });
    }

    @Test
    void whatAServerWasGivenWithoutHearingOfItIsNotRenewed() {
        accept(NOW);
        assertEquals(1, Await.result(one.claim(1)).size());
        assertEquals(List.of(), Await.result(one.renew(Set.of())));
    }

    @Test
    void aServerThatComesBackGivesUpWhatItOwned() {
        RunId id = accept(NOW);
        Claim before = Await.result(one.claim(1)).get(0);

        assertEquals(1, Await.result(one.reapOwn()));
        assertEquals(List.of(new Claim(id, 3, 1)), Await.result(one.claim(1)));
        assertEquals(Set.of(), write(one, started(before)));
    }

    @Test
    void runsThatComeTogetherAreAcceptedTogetherAndABadOneAlone() {
        List<RunHistory> runs =
                IntStream.range(0, 500).mapToObj(i -> history("hello")).toList();
        List<Future<KeyUse>> accepted = new ArrayList<>();
        runs.forEach(run -> {
            accepted.add(one.accept(run, NOW, Optional.empty(), false));
            if (accepted.size() == 250) {
                accepted.add(one.accept(impossible(), NOW, Optional.empty(), false));
            }
        });

        for (int i = 0; i < accepted.size(); i++) {
            Future<KeyUse> one = accepted.get(i);
            if (i == 250) {
                assertThrows(RefusedRunsException.class, () -> Await.result(one));
            } else {
                assertEquals(new KeyUse.Fresh(), Await.result(one));
            }
        }
        List<Claim> claims = Await.result(one.claim(1_000));
        assertEquals(
                runs.stream().map(run -> run.run().header().id()).collect(Collectors.toSet()),
                new HashSet<>(runs(claims)));
        Map<RunId, StoredRun> stored = Await.result(one.load(claims));
        runs.forEach(run -> assertEquals(
                new StoredRun(run.events(), Map.of()),
                stored.get(run.run().header().id())));
    }

    @Test
    void aRunThatBeginsWhereItWasAcceptedIsNeverInTheQueue() throws Exception {
        RunQueue dying = new PgRunQueue(pool, UUID.randomUUID(), SHORT);
        RunHistory run = history("hello");
        RunId id = run.run().header().id();
        for (int i = 0; i < 2; i++) {
            Void unused = Await.result(dying.adopt(run, Map.of(), NOW));
        }

        assertEquals(List.of(), Await.result(two.claim(10)));
        assertEquals(List.of(new RunQueue.Renewal(id, 1, Optional.empty())), Await.result(dying.renew(Set.of(id))));
        var unusedReap = Eventually.within(PATIENCE, () -> Await.result(two.reap()) == 1);
        var unused =
                Eventually.within(PATIENCE, () -> Await.result(two.claim(1)).equals(List.of(new Claim(id, 3, 1))));
        assertEquals(new StoredRun(run.events(), Map.of()), load(id));
    }

    @Test
    void aWriteIsStoredAsAWhole() {
        RunId id = accept(NOW);
        Claim claim = Await.result(one.claim(1)).get(0);

        assertEquals(Set.of(id), write(one, checkpoint(claim)));
        StoredRun stored = load(id);
        assertEquals(checkpoint(claim).after(), Run.of(stored.events()));
        assertEquals(Map.of(Samples.FIRST, OUTPUT), stored.outputs());

        assertEquals(Set.of(id), write(one, rest(claim)));
        assertEquals(rest(claim).after(), Run.of(Await.result(store.events(id))));
        assertEquals(Optional.of(Buffer.buffer("{}")), Await.result(one.response(id)));
        assertEquals(Map.of(), load(id).outputs(), "nobody needs them any more");
        assertEquals(List.of(), Await.result(one.renew(Set.of(id))));
        assertEquals(0, count("queued_run", id));
    }

    @Test
    void theSameWriteTwiceIsTheSameAsOnceAndMoreOfItIsNotLost() {
        RunId id = accept(NOW);
        Claim claim = Await.result(one.claim(1)).get(0);
        assertEquals(Set.of(id), write(one, checkpoint(claim)));
        assertEquals(Set.of(id), write(one, checkpoint(claim)));
        assertEquals(checkpoint(claim).after(), Run.of(Await.result(store.events(id))));

        assertEquals(Set.of(id), write(one, succeeded(claim)));
        assertEquals(Set.of(), write(one, succeeded(claim)), "its row is gone with its end");
        assertEquals(succeeded(claim).after(), Run.of(Await.result(store.events(id))));
    }

    /** What is the next transaction is shown without being read, so nothing may come before it any more, and all of it must stand under its number. */
    @Test
    void aWriteKnowsWhetherNothingCanComeBeforeIt() throws Exception {
        RunId id = accept(NOW);
        Claim claim = Await.result(one.claim(1)).get(0);
        AtomicReference<RunQueue.Written> next = new AtomicReference<>();
        Duration unusedTime = Eventually.within(
                PATIENCE,
                () -> { // the database may be tidying up
                    next.set(Await.result(one.write(List.of(more(claim)))));
                    return next.get().isNext();
                });
        UserCursor cursor = UserCursor.before(next.get().xid());
        UserEvents.Page page = Await.result(new PgUserEvents(pool).after(Optional.of("ada"), cursor, 100));
        assertEquals(next.get().xid(), page.entries().get(0).cursor().xid());

        RunWrite again = more(claim);
        assertEquals(Set.of(id), write(one, again));
        assertFalse(Await.result(one.write(List.of(again))).isNext(), "it stands under another number");
        try (var connection = TestDatabase.connect(database.address());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            boolean unused = statement.execute("SELECT pg_current_xact_id()");
            assertFalse(Await.result(one.write(List.of(more(claim)))).isNext(), "an older one is under way");
            connection.rollback();
        }
    }

    @Test
    void whatATaskSaysTwiceIsStoredOnceAndMoreOfItIsNotLost() {
        RunId id = accept(NOW);
        Claim claim = Await.result(one.claim(1)).get(0);
        RunWrite first = said(claim);
        assertEquals(Set.of(id), write(one, first));
        assertEquals(Set.of(id), write(one, first));
        assertEquals(first.after(), Run.of(Await.result(store.events(id))));

        RunWrite more = write(
                claim,
                Map.of(),
                false,
                first.events().get(0).happening(),
                new Happening.Log(Happening.INTERCEPTOR, 1, "line\n\0\ud800"),
                new Happening.MessagesDropped(Happening.INTERCEPTOR, 3));
        assertEquals(Set.of(id), write(one, more));
        List<RunEvent> stored = Await.result(store.events(id));
        assertEquals(more.events(), stored.subList(1, stored.size()));
    }

    @Test
    void aRunOfWhichTheNewOwnerOnlyHeardWordsEndsUnderItsEpoch() {
        RunId id = accept(NOW);
        Claim first = Await.result(one.claim(1)).get(0);
        Happening begun = new Happening.TaskStarted(Samples.FIRST, 1, 4711);
        assertEquals(Set.of(id), write(one, write(first, Map.of(), false, new Happening.Started(), begun)));
        assertEquals(1, Await.result(one.reapOwn()));
        Claim claim = Await.result(two.claim(1)).get(0);
        Happening word = new Happening.Message(Samples.FIRST, TextNode.valueOf("word"));
        assertEquals(Set.of(id), write(two, next(claim, word)));
        assertEquals("running", status(id));
        assertEquals(4, Await.result(store.events(id)).size());

        RunWrite end = ended(claim);
        assertEquals(Set.of(id), write(two, end));
        assertEquals(end.after(), Run.of(Await.result(store.events(id))));
        assertEquals(
                claim.epoch() + 1, Await.result(one.reopen(id)).orElseThrow().epoch());
    }

    /** Its failure, after what is stored. */
    private static RunWrite ended(Claim claim) {
        Failure failure = Failure.of(FailureKind.INTERNAL, Optional.empty(), "for no reason");
        return next(claim, new Happening.Failed(failure));
    }

    /** One message more than what is stored. */
    private static RunWrite more(Claim claim) {
        long stored = Await.result(store.events(claim.run())).size();
        return next(claim, new Happening.Message(Happening.INTERCEPTOR, TextNode.valueOf("m" + stored)));
    }

    private static RunWrite next(Claim claim, Happening happening) {
        List<RunEvent> stored = Await.result(store.events(claim.run()));
        List<Happening> all =
                new ArrayList<>(stored.stream().map(RunEvent::happening).toList());
        all.add(happening);
        List<RunEvent> events = Samples.events(all);
        List<RunEvent> last = events.subList(stored.size(), events.size());
        return new RunWrite(claim, Run.of(events), last, Map.of(), Optional.empty(), false);
    }

    @Test
    void whoLostARunCannotWriteAnythingOfIt() throws Exception {
        RunQueue zombie = new PgRunQueue(pool, UUID.randomUUID(), SHORT);
        RunId id = accept(NOW);
        Claim lost = Await.result(zombie.claim(1)).get(0);
        var unused = Eventually.within(PATIENCE, () -> Await.result(two.reap()) == 1);
        assertRefused(zombie, lost, id);

        var unusedClaim =
                Eventually.within(PATIENCE, () -> Await.result(two.claim(1)).size() == 1);
        assertRefused(zombie, lost, id);
        assertEquals(1, count("queued_run", id), "the new owner still has it");
    }

    @Test
    void whoLostARunCannotEndItAfterItsEnd() {
        RunId id = accept(NOW);
        Claim claim = Await.result(one.claim(1)).get(0);
        assertEquals(Set.of(id), write(one, failed(claim)));
        Claim again = Await.result(two.reopen(id)).orElseThrow();
        assertEquals(new Claim(id, 2, 0), again);

        assertEquals(Set.of(), write(one, succeeded(claim)));
        assertEquals(Optional.empty(), Await.result(one.response(id)));
    }

    @Test
    void ofABatchWithAnImpossiblePieceNothingIsStored() {
        RunId good = accept(NOW);
        RunId bad = accept(NOW);
        List<Claim> claims = Await.result(one.claim(2));
        RunWrite right = checkpoint(claim(claims, good));
        RunWrite wrong = checkpoint(claim(claims, bad));
        List<RunEvent> impossible = List.of(new RunEvent(-1, Samples.NOON, new Happening.Started()));
        RunWrite broken = new RunWrite(
                wrong.claim(), wrong.after(), impossible, wrong.outputs(), Optional.of(Buffer.buffer("{}")), false);

        assertThrows(RefusedRunsException.class, () -> write(one, right, broken));
        for (RunId id : List.of(good, bad)) {
            assertEquals(1, Await.result(store.events(id)).size());
            assertEquals(0, count("task_output", id));
            assertEquals(0, count("run_response", id));
            assertEquals("accepted", status(id));
        }
    }

    @Test
    void aRunThatIsGivenBackIsClaimedAgainWithoutALoss() {
        RunId id = accept(NOW);
        Claim claim = Await.result(one.claim(1)).get(0);
        RunWrite back = write(
                claim,
                Map.of(),
                true,
                new Happening.Started(),
                new Happening.TaskStarted(Samples.FIRST, 1, 1),
                new Happening.Interrupted("the server is stopping"));

        assertEquals(Set.of(id), write(one, back));
        assertEquals(List.of(new Claim(id, 2, 0)), Await.result(two.claim(1)));
        assertEquals(Set.of(), write(one, back));
    }

    @Test
    void anAdoptedRunIsOwnedWithAllThatHappened() {
        RunId id = Samples.newId();
        List<RunEvent> events = Samples.events(Samples.success(id).subList(0, 4));
        RunHistory history = new RunHistory(Run.of(events), events);
        for (int i = 0; i < 2; i++) {
            Void unused = Await.result(one.adopt(history, Map.of(Samples.FIRST, OUTPUT), NOW));
        }

        StoredRun stored = load(id);
        assertEquals(events, stored.events());
        assertEquals(Map.of(Samples.FIRST, OUTPUT), stored.outputs());
        assertEquals(List.of(), Await.result(two.claim(10)));
        assertEquals(1, Await.result(one.renew(Set.of(id))).size());
    }

    @Test
    void onlyARunThatEndedWithoutSuccessIsReopened() {
        RunId queued = accept(NOW);
        assertEquals(Optional.empty(), Await.result(one.reopen(queued)));
        assertEquals(Optional.empty(), Await.result(one.reopen(Samples.newId())));
        Claim claim = Await.result(one.claim(1)).get(0);
        assertEquals(Optional.empty(), Await.result(one.reopen(queued)));
        assertEquals(Set.of(queued), write(one, succeeded(claim)));
        assertEquals(Optional.empty(), Await.result(one.reopen(queued)));

        List<RunEvent> events = Samples.events(Samples.success(Samples.newId()));
        List<RunEvent> failed = new ArrayList<>(events.subList(0, 2));
        failed.add(new RunEvent(3, Samples.NOON.plusSeconds(9), new Happening.Failed(Samples.raised())));
        Run foreground = Run.of(failed);
        Void unused = Await.result(store.saveAll(List.of(new RunHistory(foreground, failed))));
        assertEquals(
                Optional.empty(), Await.result(one.reopen(foreground.header().id())));
    }

    @Test
    void aWishToCancelReachesTheOwner() {
        RunId id = accept(NOW);
        assertFalse(Await.result(two.requestCancel(id, "too late")));
        assertEquals(1, Await.result(one.claim(1)).size());
        assertTrue(Await.result(two.requestCancel(id, "not needed")));
        assertEquals(
                List.of(new RunQueue.Renewal(id, 1, Optional.of("not needed"))), Await.result(one.renew(Set.of(id))));
    }

    @Test
    void oneKeyIsOneRunHoweverManyComeAtOnce() {
        IdempotencyKey key = new IdempotencyKey(
                "ada", new WorkflowId("hello"), UUID.randomUUID().toString(), "hash");
        List<RunId> ids = new ArrayList<>();
        List<Future<KeyUse>> uses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RunHistory run = history("hello");
            ids.add(run.run().header().id());
            uses.add((i % 2 == 0 ? one : two).accept(run, NOW, Optional.of(key), false));
        }
        List<KeyUse> all = uses.stream().map(Await::result).toList();

        assertEquals(1, all.stream().filter(KeyUse.Fresh.class::isInstance).count());
        RunId winner = ids.get(all.indexOf(new KeyUse.Fresh()));
        assertEquals(
                49, all.stream().filter(new KeyUse.Accepted(winner)::equals).count());
        assertEquals(List.of(winner), runs(Await.result(one.claim(100))));
        IdempotencyKey other = new IdempotencyKey(key.caller(), key.workflow(), key.key(), "other hash");
        assertInstanceOf(
                KeyUse.OtherRequest.class, Await.result(one.accept(history("hello"), NOW, Optional.of(other), false)));
    }

    @Test
    void aTakenKeyBecomesItsRunForWhoTookItOnly() {
        UUID owner = UUID.randomUUID();
        var keys = new PgIdempotencyKeys(pool, owner, LONG);
        RunQueue mine = new PgRunQueue(pool, owner, LONG);
        IdempotencyKey key = new IdempotencyKey(
                "", new WorkflowId("hello"), UUID.randomUUID().toString(), "hash");
        assertEquals(new KeyUse.Fresh(), Await.result(keys.take(key)));
        assertEquals(new KeyUse.InProgress(), Await.result(keys.take(key)));
        assertEquals(new KeyUse.InProgress(), Await.result(two.accept(history("hello"), NOW, Optional.of(key), true)));

        RunHistory run = history("hello");
        assertEquals(new KeyUse.Fresh(), Await.result(mine.accept(run, NOW, Optional.of(key), true)));
        assertEquals(new KeyUse.Accepted(run.run().header().id()), Await.result(keys.take(key)));
    }

    @Test
    void aKeyWhoseOwnerWentAwayIsInterrupted() throws Exception {
        UUID owner = UUID.randomUUID();
        var keys = new PgIdempotencyKeys(pool, owner, SHORT);
        IdempotencyKey key = new IdempotencyKey(
                "", new WorkflowId("hello"), UUID.randomUUID().toString(), "hash");
        assertEquals(new KeyUse.Fresh(), Await.result(keys.take(key)));
        var unused =
                Eventually.within(PATIENCE, () -> Await.result(keys.take(key)).equals(new KeyUse.Interrupted()));
    }

    @Test
    void anAnswerIsGivenAgainAndAKeyThatIsGivenBackIsFresh() {
        var keys = new PgIdempotencyKeys(pool, UUID.randomUUID(), LONG);
        IdempotencyKey key = new IdempotencyKey(
                "", new WorkflowId("hello"), UUID.randomUUID().toString(), "hash");
        assertEquals(new KeyUse.Fresh(), Await.result(keys.take(key)));
        Void unusedBack = Await.result(keys.giveBack(key));
        assertEquals(new KeyUse.Fresh(), Await.result(keys.take(key)));
        var answer = new KeyUse.Answer(500, Map.of("content-type", "x/y"), Buffer.buffer(new byte[] {0, 1, -1}));
        Void unused = Await.result(keys.answer(key, answer));
        assertEquals(new KeyUse.Answered(answer), Await.result(keys.take(key)));
        Void unusedLate = Await.result(keys.giveBack(key));
        assertEquals(new KeyUse.Answered(answer), Await.result(keys.take(key)));
    }

    @Test
    void onlyWhatEndedLongAgoIsForgotten() {
        RunId live = accept(NOW);
        RunId old = accept(NOW);
        List<Claim> claims = Await.result(one.claim(2));
        assertEquals(Set.of(old), write(one, succeeded(claim(claims, old))));

        assertEquals(Set.of(live, old), Await.result(one.known(Set.of(live, old, Samples.newId()))));
        assertTrue(
                Await.result(one.forget(Duration.ofDays(365 * 50), LONG, 1_000)).isEmpty());
        List<RunId> forgotten = new ArrayList<>();
        List<RunId> some = Await.result(one.forget(Duration.ofHours(1), LONG, 1_000));
        while (!some.isEmpty()) {
            forgotten.addAll(some);
            some = Await.result(one.forget(Duration.ofHours(1), LONG, 1_000));
        }
        assertTrue(forgotten.contains(old));
        assertFalse(forgotten.contains(live));
        assertEquals(List.of(), Await.result(store.events(old)));
        assertEquals(Optional.empty(), Await.result(one.response(old)));
        assertEquals(Set.of(live), Await.result(one.known(Set.of(live, old))));
    }

    @Test
    void impossibleRowsAreRefused() {
        RunId id = accept(NOW);
        for (String impossible : List.of(
                "state = 'running'",
                "owner = gen_random_uuid()",
                "lease_until = clock_timestamp()",
                "state = 'running', owner = gen_random_uuid(), lease_until = clock_timestamp()",
                "epoch = -1",
                "losses = -1",
                "concurrency = 0",
                "state = 'lost'")) {
            String sql = "UPDATE queued_run SET " + impossible + " WHERE run_id = '" + id + "'";
            assertThrows(SQLException.class, () -> TestDatabase.execute(database.address(), sql), impossible);
        }
    }

    private static RunHistory history(String workflow) {
        RunId id = Samples.newId();
        List<RunEvent> events = Samples.events(
                List.of(new Happening.Accepted(Samples.header(id, workflow), List.of(Samples.FIRST, Samples.SECOND))));
        return new RunHistory(Run.of(events), events);
    }

    private RunId accept(Placement placement) {
        return accept("hello", placement);
    }

    private RunId accept(String workflow, Placement placement) {
        RunHistory run = history(workflow);
        assertEquals(new KeyUse.Fresh(), Await.result(one.accept(run, placement, Optional.empty(), false)));
        return run.run().header().id();
    }

    /** Says that it ended, without saying when. */
    private static RunHistory impossible() {
        RunHistory history = history("hello");
        Run run = history.run();
        Run ended = new Run(
                run.header(),
                RunStatus.SUCCEEDED,
                run.tasks(),
                run.failure(),
                run.times(),
                run.timing(),
                run.lastSeq());
        return new RunHistory(ended, history.events());
    }

    /** As of a run that was claimed before. */
    private StoredRun load(RunId id) {
        return Objects.requireNonNull(
                Await.result(one.load(List.of(new Claim(id, 2, 0)))).get(id));
    }

    private static List<RunId> runs(List<Claim> claims) {
        return claims.stream().map(Claim::run).toList();
    }

    private static Claim claim(List<Claim> claims, RunId run) {
        return claims.stream()
                .filter(claim -> claim.run().equals(run))
                .findFirst()
                .orElseThrow();
    }

    private static Set<RunId> write(RunQueue queue, RunWrite... writes) {
        return Await.result(queue.write(List.of(writes))).runs();
    }

    private void assertRefused(RunQueue zombie, Claim lost, RunId id) {
        for (RunWrite write : List.of(started(lost), said(lost), checkpoint(lost), failed(lost), succeeded(lost))) {
            assertEquals(Set.of(), write(zombie, write));
        }
        assertEquals(1, Await.result(store.events(id)).size());
        assertEquals(0, count("task_output", id));
        assertEquals(0, count("run_response", id));
        assertEquals("accepted", status(id));
        assertEquals(List.of(), Await.result(zombie.renew(Set.of(id))));
    }

    private static RunWrite started(Claim claim) {
        return write(claim, Map.of(), false, new Happening.Started());
    }

    private static RunWrite said(Claim claim) {
        return write(claim, Map.of(), false, new Happening.Message(Happening.INTERCEPTOR, TextNode.valueOf("first")));
    }

    private static RunWrite checkpoint(Claim claim) {
        return write(
                claim,
                Map.of(Samples.FIRST, OUTPUT),
                false,
                new Happening.Started(),
                new Happening.TaskStarted(Samples.FIRST, 1, 4711),
                new Happening.TaskSucceeded(Samples.FIRST, 1, Duration.ZERO));
    }

    /** What comes after {@link #checkpoint}. */
    private static RunWrite rest(Claim claim) {
        RunWrite all = succeeded(claim);
        int before = checkpoint(claim).events().size();
        return new RunWrite(
                claim,
                all.after(),
                all.events().subList(before, all.events().size()),
                all.outputs(),
                all.response(),
                all.release());
    }

    private static RunWrite failed(Claim claim) {
        Failure failure = Failure.of(FailureKind.INTERNAL, Optional.empty(), "for no reason");
        return write(claim, Map.of(), false, new Happening.Failed(failure));
    }

    private static RunWrite succeeded(Claim claim) {
        return write(
                claim,
                Map.of(Samples.FIRST, OUTPUT),
                false,
                new Happening.Started(),
                new Happening.TaskStarted(Samples.FIRST, 1, 4711),
                new Happening.TaskSucceeded(Samples.FIRST, 1, Duration.ZERO),
                new Happening.TaskPassedOver(Samples.SECOND),
                new Happening.Succeeded());
    }

    private static RunWrite write(Claim claim, Map<TaskName, TaskOutput> outputs, boolean release, Happening... next) {
        List<RunEvent> stored = Await.result(store.events(claim.run()));
        List<Happening> all = new ArrayList<>(List.of(stored.get(0).happening()));
        all.addAll(List.of(next));
        List<RunEvent> events = Samples.events(all);
        Run after = Run.of(events);
        Optional<Buffer> response =
                after.status() == RunStatus.SUCCEEDED ? Optional.of(Buffer.buffer("{}")) : Optional.empty();
        return new RunWrite(claim, after, events.subList(1, events.size()), outputs, response, release);
    }

    private static long count(String table, RunId id) {
        return Await.result(pool.pool()
                .query("SELECT count(*) AS n FROM " + table + " WHERE run_id = '" + id + "'")
                .execute()
                .map(rows -> rows.iterator().next().getLong("n")));
    }

    private static String status(RunId id) {
        return Await.result(pool.pool()
                .query("SELECT status FROM run WHERE id = '" + id + "'")
                .execute()
                .map(rows -> rows.iterator().next().getString("status")));
    }
}
