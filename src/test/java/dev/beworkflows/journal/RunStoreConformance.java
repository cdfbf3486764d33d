package dev.beworkflows.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.beworkflows.Await;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Failure;
import dev.beworkflows.run.FailureKind;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.Samples;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of runs must do; each test uses workflows of its own, as a store may hold runs of others. */
public abstract class RunStoreConformance {
    /** All that text from Python may hold and databases dislike. */
    private static final String NASTY =
            "NUL \0, half a pair \ud800 and \udc00, a pair \ud83d\ude00, \u2028, \uffff, \"\\";

    private static final Optional<WorkflowId> LISTS = Optional.of(new WorkflowId("lists"));
    private static final RunChoice ALL = new RunChoice(LISTS, Optional.empty(), Optional.empty(), Optional.empty());

    protected abstract RunStore store();

    @Test
    void aSavedRunComesBackAsItWas() {
        RunHistory history = history(Samples.success(Samples.newId()));
        save(history);

        List<RunEvent> events = Await.result(store().events(id(history)));
        assertEquals(history.events(), events);
        assertEquals(history.run(), Run.of(events));
        assertEquals(events.subList(2, 4), Await.result(store().events(id(history), 2, 2)));
        assertEquals(List.of(), Await.result(store().events(id(history), 6, 2)));
        assertEquals(List.of(), Await.result(store().events(Samples.newId())));
    }

    @Test
    void textOfAnyKindSurvives() {
        RunId id = Samples.newId();
        Failure failure = new Failure(FailureKind.RAISED, Optional.of(Samples.FIRST), NASTY, NASTY, NASTY);
        List<Happening> happenings = new ArrayList<>(Samples.success(id).subList(0, 3));
        happenings.add(new Happening.Log(Samples.FIRST, 1, NASTY));
        happenings.add(new Happening.Message(Samples.FIRST, TextNode.valueOf(NASTY)));
        happenings.add(new Happening.TaskFailed(Samples.FIRST, 1, failure, Optional.empty()));
        happenings.add(new Happening.Failed(failure));
        RunHistory history = history(happenings);
        save(history);

        assertEquals(history.events(), Await.result(store().events(id)));
        assertEquals(
                Optional.of(failure),
                Await.result(store().list(filter("hello", Optional.of(RunStatus.FAILED), 1)))
                        .get(0)
                        .failure());
    }

    /** A store may keep long histories in another way than short ones. */
    @Test
    void aLongHistoryComesBackPieceByPiece() {
        RunId id = Samples.newId();
        List<Happening> happenings = new ArrayList<>(Samples.success(id));
        for (int i = 0; i < 400; i++) {
            happenings.add(3, new Happening.Log(Samples.FIRST, 1, i + NASTY.repeat(4) + "\n"));
        }
        happenings.add(3, new Happening.Log(Samples.FIRST, 1, "x".repeat(2_000_000)));
        RunHistory history = history(happenings);
        save(history(Samples.success(Samples.newId())), history, history(Samples.success(Samples.newId())));

        List<RunEvent> read = new ArrayList<>();
        List<RunEvent> page = Await.result(store().events(id, 0, 100));
        while (!page.isEmpty()) {
            read.addAll(page);
            page = Await.result(store().events(id, read.size(), 100));
        }
        assertEquals(history.events(), read);
        assertEquals(read, Await.result(store().events(id)));
        assertEquals(read.subList(0, 1), Await.result(store().events(id, 0, 1)));
    }

    @Test
    void savingTwiceIsSavingOnce() {
        RunHistory history = history(Samples.success(Samples.newId()));
        save(history);
        save(history, history(Samples.success(Samples.newId())));
        assertEquals(history.events(), Await.result(store().events(id(history))));
    }

    @Test
    void listsAreFilteredAndNewestFirst() {
        RunHistory first = succeeded("lists", Samples.NOON);
        RunHistory second = cancelled("lists", Samples.NOON.plusSeconds(100));
        RunHistory third = succeeded("lists", Samples.NOON.plusSeconds(200));
        save(third, first, second, succeeded("other", Samples.NOON));

        assertEquals(ids(third, second, first), ids(filter("lists", Optional.empty(), 10)));
        assertEquals(ids(third, second), ids(filter("lists", Optional.empty(), 2)));
        assertEquals(ids(second), ids(filter("lists", Optional.of(RunStatus.CANCELLED), 10)));
        assertEquals(ids(third, second, first), ids(of(Mode.FOREGROUND)));
        assertEquals(List.of(), ids(of(Mode.BACKGROUND)));
        assertEquals(ids(second, first), ids(until(id(third))));
        assertEquals(ids(third, second), ids(between(Samples.NOON.plusSeconds(100), Samples.NOON.plusSeconds(201))));
        assertEquals(ids(first), ids(between(Samples.NOON, Samples.NOON.plusSeconds(100))));
        assertEquals(
                RunSummary.of(second.run()),
                Await.result(store().list(filter("lists", Optional.empty(), 10)))
                        .get(1));
    }

    protected static RunHistory history(List<Happening> happenings) {
        return history(happenings, Samples.NOON);
    }

    private static RunHistory history(List<Happening> happenings, Instant start) {
        Duration later = Duration.between(Samples.NOON, start);
        List<RunEvent> events = Samples.events(happenings).stream()
                .map(event -> new RunEvent(event.seq(), event.at().plus(later), event.happening()))
                .toList();
        return new RunHistory(Run.of(events), events);
    }

    private static RunHistory succeeded(String workflow, Instant start) {
        RunId id = Samples.idAt(start);
        List<Happening> happenings = new ArrayList<>(Samples.success(id));
        happenings.set(0, accepted(id, workflow));
        return history(happenings, start);
    }

    private static RunHistory cancelled(String workflow, Instant start) {
        RunId id = Samples.idAt(start);
        return history(List.of(accepted(id, workflow), new Happening.Cancelled("enough")), start);
    }

    private static Happening accepted(RunId id, String workflow) {
        return new Happening.Accepted(Samples.header(id, workflow), List.of(Samples.FIRST, Samples.SECOND));
    }

    private void save(RunHistory... histories) {
        Await.result(store().saveAll(List.of(histories)));
    }

    private List<RunId> ids(RunFilter filter) {
        return Await.result(store().list(filter)).stream().map(RunSummary::id).toList();
    }

    private static List<RunId> ids(RunHistory... histories) {
        return List.of(histories).stream().map(RunStoreConformance::id).toList();
    }

    private static RunId id(RunHistory history) {
        return history.run().header().id();
    }

    private static RunFilter filter(String workflow, Optional<RunStatus> status, int limit) {
        RunChoice choice =
                new RunChoice(Optional.of(new WorkflowId(workflow)), Optional.empty(), status, Optional.empty());
        return new RunFilter(choice, Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    private static RunFilter of(Mode mode) {
        RunChoice choice = new RunChoice(LISTS, Optional.of(mode), Optional.empty(), Optional.empty());
        return new RunFilter(choice, Optional.empty(), Optional.empty(), Optional.empty(), 10);
    }

    private static RunFilter until(RunId before) {
        return new RunFilter(ALL, Optional.empty(), Optional.empty(), Optional.of(before), 10);
    }

    private static RunFilter between(Instant since, Instant until) {
        return new RunFilter(ALL, Optional.of(since), Optional.of(until), Optional.empty(), 10);
    }
}
