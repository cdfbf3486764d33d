package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds runs wherever they are: owned by this server, in the foreground here, else in the store.
 *
 * <p>May be used from any thread; what is in memory is looked at on the journal's loop. A Future fails when the store must be asked and cannot be reached.
 */
final class AllRuns {
    private final EventLoop loop;
    private final RunStore store;
    private final ForegroundRuns foreground;
    private final WriteThrough writeThrough;

    AllRuns(EventLoop loop, RunStore store, ForegroundRuns foreground, WriteThrough writeThrough) {
        this.loop = loop;
        this.store = store;
        this.foreground = foreground;
        this.writeThrough = writeThrough;
    }

    /** See {@link RunJournal#find}. */
    Future<Optional<RunHistory>> find(RunId id) {
        return loop.ask(() -> remembered(id)
                .map(history -> Future.succeededFuture(Optional.of(history)))
                .orElseGet(() -> store.events(id).map(AllRuns::history)));
    }

    private static Optional<RunHistory> history(List<RunEvent> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(new RunHistory(Run.of(events), events));
    }

    /** See {@link RunJournal#header}. */
    Future<Optional<RunHeader>> header(RunId id) {
        return loop.ask(() -> remembered(id)
                .map(history -> Future.succeededFuture(Optional.of(history.run().header())))
                .orElseGet(() -> store.events(id, 0, 1).map(AllRuns::header)));
    }

    private static Optional<RunHeader> header(List<RunEvent> first) {
        return first.isEmpty() ? Optional.empty() : Optional.of(Run.of(first).header());
    }

    private Optional<RunHistory> remembered(RunId id) {
        return writeThrough.find(id).map(OwnedRun::shown).or(() -> foreground.find(id));
    }

    /** See {@link RunJournal#events}. */
    Future<Optional<EventPage>> events(RunId id, long after, int limit) {
        return loop.ask(() -> remembered(id, after, limit)
                .map(page -> Future.succeededFuture(Optional.of(page)))
                .orElseGet(() -> stored(id, after, limit)));
    }

    /** Without copying more than the page. */
    private Optional<EventPage> remembered(RunId id, long after, int limit) {
        return writeThrough.find(id).map(owned -> owned.page(after, limit)).or(() -> foreground.page(id, after, limit));
    }

    private Future<Optional<EventPage>> stored(RunId id, long after, int limit) {
        // with the one before, which tells whether the run had ended there already
        long from = Math.max(0, after - 1);
        return store.events(id, from, limit + 1).compose(found -> {
            if (found.isEmpty()) {
                return find(id).map(known -> known.map(history -> EventPage.of(history, after, limit)));
            }
            return Future.succeededFuture(Optional.of(page(found, after, limit)));
        });
    }

    private static EventPage page(List<RunEvent> found, long after, int limit) {
        List<RunEvent> events =
                found.stream().filter(event -> event.seq() > after).limit(limit).toList();
        boolean all = found.size() <= limit;
        return new EventPage(
                events, all && found.get(found.size() - 1).happening().endsRun());
    }

    /** See {@link RunJournal#list}. */
    Future<List<RunSummary>> list(RunFilter filter) {
        return loop.ask(() -> {
            // before the store is asked: a run that is saved meanwhile is in both, not in neither
            List<RunSummary> remembered = remembered(filter);
            return store.list(filter).map(stored -> merge(stored, remembered, filter.limit()));
        });
    }

    private List<RunSummary> remembered(RunFilter filter) {
        return foreground.all().map(RunSummary::of).filter(filter::matches).toList();
    }

    /** Of a run that is in both, what is stored is the newer. */
    private static List<RunSummary> merge(List<RunSummary> stored, List<RunSummary> remembered, int limit) {
        Map<RunId, RunSummary> all = new HashMap<>();
        remembered.forEach(run -> all.put(run.id(), run));
        stored.forEach(run -> all.put(run.id(), run));
        return all.values().stream()
                .sorted(Comparator.comparing(RunSummary::id).reversed())
                .limit(limit)
                .toList();
    }
}
