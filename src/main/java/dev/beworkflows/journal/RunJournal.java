package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door by which something happens to a run. Live runs are in memory; a run that ended is saved behind the back of whoever ended it, and is found all the while.
 *
 * <p>May be used from any thread; the state belongs to the loop. Futures complete on the context of the caller.
 */
public final class RunJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

    private final EventLoop loop;
    private final RunStore store;
    private final JournalLimits limits;
    private final InstantSource clock;
    private final WriteBehind writeBehind;
    private final Map<RunId, LiveRun> live = new HashMap<>();

    public RunJournal(EventLoop loop, RunStore store, JournalLimits limits, InstantSource clock) {
        this.loop = loop;
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.writeBehind = new WriteBehind(loop, store, limits);
    }

    /**
     * Records what happened and returns at once. What one thread appends is recorded in that order. A run begins with {@link Happening.Accepted}; what comes
     * after its end is ignored; what cannot happen is logged and ignored, but an end that cannot happen ends the run as failed.
     */
    public void append(RunId id, Happening happening) {
        loop.run(() -> record(id, happening));
    }

    /** A run and its events, whether it is live, waits to be saved, or is stored. Fails when the store must be asked and cannot be reached. */
    public Future<Optional<RunHistory>> find(RunId id) {
        Promise<Optional<RunHistory>> found = loop.promiseForCaller();
        loop.run(() -> remembered(id)
                .map(history -> Future.succeededFuture(Optional.of(history)))
                .orElseGet(() -> store.events(id).map(RunJournal::stored))
                .onComplete(found));
        return found.future();
    }

    /** Stored runs and those in memory. Fails when the store cannot be reached. */
    public Future<List<RunSummary>> list(RunFilter filter) {
        Promise<List<RunSummary>> listed = loop.promiseForCaller();
        loop.run(() -> {
            // before the store is asked: a run that is saved meanwhile is in both, not in neither
            List<RunSummary> remembered = remembered(filter);
            store.list(filter)
                    .map(stored -> merge(stored, remembered, filter.limit()))
                    .onComplete(listed);
        });
        return listed.future();
    }

    public Future<JournalCounts> counts() {
        Promise<JournalCounts> counted = loop.promiseForCaller();
        loop.run(() -> counted.complete(writeBehind.counts(live.size())));
        return counted.future();
    }

    /** Completes when every run that has ended by now is saved, or was dropped. */
    public Future<Void> flush() {
        Promise<Void> flushed = loop.promiseForCaller();
        loop.run(() -> writeBehind.flush().onComplete(flushed));
        return flushed.future();
    }

    /** Like {@link #flush}, but gives up after a time; nothing is saved after this completes. Runs that have not ended are lost. */
    public Future<Void> close(Duration patience) {
        Promise<Void> closed = loop.promiseForCaller();
        loop.run(() -> {
            if (!live.isEmpty()) {
                LOG.warn("journal closes live_runs={} next=they are not saved", live.size());
            }
            writeBehind.close(patience).onComplete(closed);
        });
        return closed.future();
    }

    private void record(RunId id, Happening happening) {
        LiveRun run = live.get(id);
        if (run != null) {
            append(run, id, happening);
        } else if (happening instanceof Happening.Accepted) {
            live.put(id, new LiveRun(happening, limits, clock));
        } else {
            LOG.debug("run={} has ended or never began next=ignore {}", id, happening.getClass());
        }
    }

    private void append(LiveRun run, RunId id, Happening happening) {
        try {
            run.append(happening);
        } catch (IllegalStateException e) {
            LOG.error("run={} next=ignore {}", id, happening.getClass(), e);
            if (happening.endsRun()) {
                // it would stay for ever
                run.appendContradiction("the run's events contradict each other: " + e.getMessage());
            }
        }
        if (run.run().status().isFinal()) {
            live.remove(id);
            writeBehind.add(run);
        }
    }

    private Optional<RunHistory> remembered(RunId id) {
        return Optional.ofNullable(live.get(id)).map(LiveRun::history).or(() -> writeBehind.find(id));
    }

    private List<RunSummary> remembered(RunFilter filter) {
        return Stream.concat(live.values().stream().map(LiveRun::run), writeBehind.runs())
                .map(RunSummary::of)
                .filter(filter::matches)
                .toList();
    }

    private static Optional<RunHistory> stored(List<RunEvent> events) {
        return events.isEmpty() ? Optional.empty() : Optional.of(new RunHistory(Run.of(events), events));
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
