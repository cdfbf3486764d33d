package dev.beworkflows.journal;

import static dev.beworkflows.run.Samples.FIRST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.GatedRunStore.Save;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.Samples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunJournalTest {
    private static final JournalLimits LIMITS =
            new JournalLimits(20, 100, 1_000, 5, 1_000_000, 3, Duration.ZERO, Duration.ofMillis(200));

    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = EventLoop.create(vertx);
    private final GatedRunStore store = new GatedRunStore();
    private final AtomicReference<Instant> now = new AtomicReference<>(Samples.NOON);
    private final RunJournal journal = new RunJournal(loop, store, NoRunQueue.create(), LIMITS, now::get);

    @AfterEach
    void close() {
        Await.result(vertx.close());
    }

    @Test
    void aRunIsFoundWhileItLivesWhileItWaitsAndAfterItWasSaved() throws Exception {
        RunId id = Samples.newId();
        List<Happening> happenings = Samples.success(id);

        journal.append(id, happenings.get(0));
        assertEquals(RunStatus.ACCEPTED, status(id));
        happenings.subList(1, 6).forEach(happening -> journal.append(id, happening));
        assertEquals(RunStatus.SUCCEEDED, status(id));
        Save save = store.nextSave();
        assertEquals(RunStatus.SUCCEEDED, status(id));
        save.answer().complete();
        Await.result(journal.flush());
        assertEquals(happenings, happenings(id));
        assertEquals(new JournalCounts(0, 0, 1, 0, Optional.empty()), counts());
        assertEquals(Optional.empty(), Await.result(journal.find(Samples.newId())));
    }

    @Test
    void aRunBehindTheOneThatIsSavedIsFound() throws Exception {
        endedRun();
        store.nextSave();
        assertEquals(RunStatus.SUCCEEDED, status(endedRun()));
    }

    @Test
    void aRunThatEndedIsListedBeforeItIsSavedAndOnceAfter() throws Exception {
        RunId saved = endedRun();
        store.nextSave().answer().complete();
        Await.result(journal.flush());
        RunId waiting = endedRun();
        RunId live = Samples.newId();
        journal.append(live, Samples.accepted(live));

        assertEquals(List.of(live, waiting, saved), ids(Optional.empty(), 10));
        assertEquals(List.of(live, waiting), ids(Optional.empty(), 2));
        assertEquals(List.of(waiting, saved), ids(Optional.of(RunStatus.SUCCEEDED), 10));

        store.nextSave().answer().complete();
        assertEquals(List.of(live, waiting, saved), ids(Optional.empty(), 10));
    }

    @Test
    void eventsAreNumberedWithoutGapsWhateverThreadsAppend() throws Exception {
        RunJournal wide = new RunJournal(loop, store, NoRunQueue.create(), JournalLimits.DEFAULT, now::get);
        RunId id = Samples.newId();
        Samples.success(id).subList(0, 3).forEach(happening -> wide.append(id, happening));
        CountDownLatch done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            new Thread(() -> {
                        IntStream.range(0, 500).forEach(i -> wide.append(id, new Happening.Log(FIRST, 1, "x\n")));
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        List<RunEvent> events = Await.result(wide.find(id)).orElseThrow().events();

        assertEquals(2003, events.size());
        assertEquals(RunStatus.RUNNING, Run.of(events).status());
    }

    @Test
    void timeNeverGoesBackWithinARun() {
        RunId id = Samples.newId();
        journal.append(id, Samples.accepted(id));
        Await.result(journal.find(id));
        now.set(Samples.NOON.minusSeconds(3600).plusNanos(7));
        journal.append(id, new Happening.Started());
        Await.result(journal.find(id));
        now.set(Samples.NOON.plusNanos(1999));
        journal.append(id, new Happening.Cancelled("enough"));

        List<Instant> times = Await.result(journal.find(id)).orElseThrow().events().stream()
                .map(RunEvent::at)
                .toList();
        assertEquals(List.of(Samples.NOON, Samples.NOON, Samples.NOON.plusNanos(1000)), times);
    }

    @Test
    void whatCannotHappenIsIgnored() {
        RunId id = Samples.newId();
        journal.append(id, new Happening.Started());
        assertEquals(Optional.empty(), Await.result(journal.find(id)));
        journal.append(id, Samples.accepted(id));
        journal.append(id, new Happening.Log(FIRST, 1, "before the start"));
        journal.append(id, Samples.accepted(id));
        assertEquals(List.of(Samples.accepted(id)), happenings(id));
    }

    @Test
    void aRunWhoseEndCannotHappenEndsAsFailed() {
        RunId id = Samples.newId();
        journal.append(id, Samples.accepted(id));
        journal.append(id, new Happening.Succeeded());
        assertEquals(RunStatus.FAILED, status(id));
        assertEquals(0, counts().live());
    }

    @Test
    void whatComesAfterTheEndIsIgnored() {
        RunId id = endedRun();
        journal.append(id, new Happening.Log(FIRST, 1, "late"));
        assertEquals(6, happenings(id).size());
    }

    @Test
    void outputBeyondTheLimitIsCutAtALineAndCounted() {
        List<Happening> kept = output(List.of(
                new Happening.Log(FIRST, 1, "x".repeat(89) + "\n"),
                new Happening.Log(FIRST, 1, "short\nthis line does not fit\nnor this"),
                new Happening.Message(FIRST, TextNode.valueOf("hello")),
                new Happening.Log(FIRST, 1, "a\n")));

        assertEquals(
                List.of(
                        new Happening.Log(FIRST, 1, "x".repeat(89) + "\n"),
                        new Happening.Log(FIRST, 1, "short\n"),
                        new Happening.Log(FIRST, 1, "… 3 lines and 1 message left out\n")),
                kept);
    }

    @Test
    void outputBeyondTheNumberOfEventsIsCountedAndTaskEventsAreKept() {
        List<Happening> kept = output(IntStream.range(0, 30)
                .<Happening>mapToObj(i -> new Happening.Log(FIRST, 1, "\n"))
                .toList());

        assertEquals(18, kept.size());
        assertEquals(new Happening.Log(FIRST, 1, "… 13 lines left out\n"), kept.get(17));
    }

    @Test
    void runsThatEndWhileABatchIsSavedFormTheNextOne() throws Exception {
        endedRun();
        Save first = store.nextSave();
        IntStream.range(0, 4).forEach(i -> endedRun());
        assertEquals(5, counts().waiting());
        assertEquals(1, first.runs().size());
        first.answer().complete();
        Save second = store.nextSave();
        assertEquals(3, second.runs().size());
        second.answer().complete();
        assertEquals(1, store.nextSave().runs().size());
    }

    @Test
    void runsGatherUntilABatchIsFullOrSomebodyWaits() throws Exception {
        JournalLimits patient =
                new JournalLimits(20, 100, 1_000, 5, 1_000_000, 3, Duration.ofHours(1), Duration.ofMillis(200));
        RunJournal gathering = new RunJournal(loop, store, NoRunQueue.create(), patient, now::get);
        endedRun(gathering);
        Save first = store.nextSave();
        assertEquals(1, first.runs().size(), "the first at once");
        first.answer().complete();
        Await.result(gathering.flush());
        endedRun(gathering);
        endedRun(gathering);
        assertEquals(2, Await.result(gathering.counts()).waiting());
        assertFalse(store.isSaving(), "two are not enough");
        endedRun(gathering);
        Save full = store.nextSave();
        assertEquals(3, full.runs().size());
        full.answer().complete();
        endedRun(gathering);
        Future<Void> flushed = gathering.flush();
        Save awaited = store.nextSave();
        assertEquals(1, awaited.runs().size());
        awaited.answer().complete();
        Await.result(flushed);
        assertEquals(new JournalCounts(0, 0, 5, 0, Optional.empty()), Await.result(gathering.counts()));
    }

    @Test
    void largeRunsAreSavedInSmallBatches() throws Exception {
        RunJournal wide = new RunJournal(
                loop,
                store,
                NoRunQueue.create(),
                new JournalLimits(
                        20, 10_000_000, 1_000, 100, 1_000_000_000, 100, Duration.ZERO, Duration.ofMillis(200)),
                now::get);
        endedRun(wide);
        Save first = store.nextSave();
        for (int i = 0; i < 3; i++) {
            RunId id = Samples.newId();
            List<Happening> all = new ArrayList<>(Samples.success(id));
            all.add(3, new Happening.Log(FIRST, 1, "x".repeat(3_000_000)));
            all.forEach(happening -> wide.append(id, happening));
        }
        assertEquals(4, Await.result(wide.counts()).waiting());
        first.answer().complete();
        assertEquals(2, store.nextSave().runs().size());
    }

    @Test
    void aBatchThatCouldNotBeSavedIsTriedAgain() throws Exception {
        RunId id = endedRun();
        store.nextSave().fail();
        store.nextSave().fail();
        store.nextSave().answer().complete();
        Await.result(journal.flush());
        assertEquals(6, Await.result(store.events(id)).size());
    }

    @Test
    void whenTooManyWaitTheOldestAreDroppedAndCounted() throws Exception {
        RunId saving = endedRun();
        Save save = store.nextSave();
        List<RunId> ended = IntStream.range(0, 8).mapToObj(i -> endedRun()).toList();
        assertEquals(new JournalCounts(0, 6, 0, 3, Optional.of(Samples.NOON)), counts());

        store.openForGood();
        save.answer().complete();
        Await.result(journal.flush());
        assertEquals(new JournalCounts(0, 0, 6, 3, Optional.empty()), counts());
        List<RunId> left = new ArrayList<>(ended.subList(3, 8));
        left.add(0, saving);
        assertEquals(left, ids(Optional.empty(), 10).stream().sorted().toList());
    }

    @Test
    void waitingRunsAreBoundedBySizeToo() throws Exception {
        JournalLimits small = new JournalLimits(20, 100, 1_000, 100, 4_000, 3, Duration.ZERO, Duration.ofMillis(200));
        RunJournal bounded = new RunJournal(loop, store, NoRunQueue.create(), small, now::get);
        endedRun(bounded);
        store.nextSave();
        IntStream.range(0, 10).forEach(i -> endedRun(bounded));

        JournalCounts counts = Await.result(bounded.counts());
        assertEquals(11, counts.waiting() + counts.dropped());
        assertTrue(counts.dropped() >= 7, counts.toString());
    }

    @Test
    void oneRefusedRunDoesNotKeepTheOthersFromBeingSaved() throws Exception {
        endedRun();
        Save first = store.nextSave();
        List<RunId> ended = IntStream.range(0, 5).mapToObj(i -> endedRun()).toList();
        assertEquals(6, counts().waiting());
        store.refuse(ended.get(1));
        store.openForGood();
        first.answer().complete();
        Await.result(journal.flush());

        assertEquals(new JournalCounts(0, 0, 5, 1, Optional.empty()), counts());
        assertEquals(Optional.empty(), Await.result(journal.find(ended.get(1))));
        assertEquals(6, happenings(ended.get(4)).size());
    }

    @Test
    void whatIsOnItsWayToTheDatabaseIsNotTakenAgain() throws Exception {
        WriteGate gate = new WriteGate();
        RunJournal durable = new RunJournal(loop, store, gate.queue(), LIMITS, now::get);
        Claim first = own(durable);
        Claim second = own(durable);
        durable.append(first.run(), new Happening.Message(Happening.INTERCEPTOR, TextNode.valueOf("1")));
        WriteGate.Write alone = gate.next();
        loop.run(() -> {
            // who waits for the end of the first run goes on with the second one at once
            var unused = durable.end(first.run(), new Happening.Cancelled("enough"), Optional.empty())
                    .onSuccess(ended -> durable.append(
                            second.run(), new Happening.Message(Happening.INTERCEPTOR, TextNode.valueOf("3"))));
            durable.append(second.run(), new Happening.Message(Happening.INTERCEPTOR, TextNode.valueOf("2")));
        });
        Await.result(durable.counts());
        alone.accept();
        WriteGate.Write both = gate.next();
        assertEquals(2, both.writes().size());
        both.accept();

        RunWrite last = gate.next().writes().get(0);
        assertEquals(second, last.claim());
        assertEquals(List.of(3L), last.events().stream().map(RunEvent::seq).toList());
    }

    private Claim own(RunJournal journal) {
        Claim claim = new Claim(Samples.newId(), 1, 0);
        List<RunEvent> accepted = Samples.events(List.of(Samples.accepted(claim.run())));
        loop.run(() -> {
            Run unused = journal.own(claim, new StoredRun(accepted, Map.of()), () -> {});
        });
        return claim;
    }

    @Test
    void closingWaitsForWhatIsUnsavedButNotForEver() throws Exception {
        endedRun();
        Save save = store.nextSave();
        Future<Void> closing = journal.close(Duration.ofSeconds(10));
        save.answer().complete();
        Await.result(closing);
        assertEquals(new JournalCounts(0, 0, 1, 0, Optional.empty()), counts());

        RunJournal stuck = new RunJournal(loop, store, NoRunQueue.create(), LIMITS, now::get);
        endedRun(stuck);
        store.nextSave().fail();
        Await.result(stuck.close(Duration.ofMillis(50)));
        assertEquals(1, Await.result(stuck.counts()).waiting());
    }

    @Test
    void theEndOfARunIsToldOnceAndWhoFailsThereHarmsNobody() throws Exception {
        List<RunHistory> told = new CopyOnWriteArrayList<>();
        EndedRuns both = told::add;
        RunJournal journal = new RunJournal(loop, store, NoRunQueue.create(), LIMITS, now::get, both.andThen(run -> {
            throw new IllegalStateException("on purpose");
        }));
        store.openForGood();
        RunId first = endedRun(journal);
        RunId second = endedRun(journal);
        journal.append(first, new Happening.Started());
        Await.result(journal.flush());

        assertEquals(2, Await.result(journal.counts()).saved());
        assertEquals(
                List.of(first, second),
                told.stream().map(run -> run.run().header().id()).toList());
        assertEquals(
                Samples.success(first),
                told.get(0).events().stream().map(RunEvent::happening).toList());
        assertEquals(RunStatus.SUCCEEDED, told.get(0).run().status());
    }

    /** What is kept of the output of a task whose run then succeeds. */
    private List<Happening> output(List<Happening> output) {
        RunId id = Samples.newId();
        List<Happening> all = new ArrayList<>(Samples.success(id));
        all.addAll(3, output);
        all.forEach(happening -> journal.append(id, happening));
        assertEquals(RunStatus.SUCCEEDED, status(id));
        return happenings(id).stream()
                .filter(happening -> happening instanceof Happening.Log || happening instanceof Happening.Message)
                .toList();
    }

    private RunId endedRun() {
        return endedRun(journal);
    }

    private static RunId endedRun(RunJournal journal) {
        RunId id = Samples.newId();
        Samples.success(id).forEach(happening -> journal.append(id, happening));
        return id;
    }

    private RunStatus status(RunId id) {
        RunHistory history = Await.result(journal.find(id)).orElseThrow();
        assertEquals(history.run(), Run.of(history.events()));
        return history.run().status();
    }

    private List<Happening> happenings(RunId id) {
        return Await.result(journal.find(id)).orElseThrow().events().stream()
                .map(RunEvent::happening)
                .toList();
    }

    private JournalCounts counts() {
        return Await.result(journal.counts());
    }

    private List<RunId> ids(Optional<RunStatus> status, int limit) {
        RunChoice choice = new RunChoice(Optional.empty(), Optional.empty(), status, Optional.empty());
        RunFilter filter = new RunFilter(choice, Optional.empty(), Optional.empty(), Optional.empty(), limit);
        return Await.result(journal.list(filter)).stream().map(RunSummary::id).toList();
    }
}
