package dev.beworkflows.journal;

import dev.beworkflows.journal.RunQueue.Written;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.StoreWatcher.Transaction;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is shown of runs, and to whom: who watches is woken and finds the latest events in a tail, who wants to know of ends is told.
 *
 * <p>Watching, {@link #page} and {@link #look()} may be used from any thread, the rest belongs to the journal's loop.
 */
final class ShownRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ShownRuns.class);

    /** What other servers write is looked for at least so often, whatever is heard of them. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final EndedRuns ended;
    private final Tails tails = new Tails();
    private final Watchers watchers = new Watchers();
    private boolean ticking;

    /** @param ended told of every run that ended here */
    ShownRuns(EventLoop loop, EndedRuns ended) {
        this.loop = loop;
        this.ended = ended;
    }

    /** See {@link RunJournal#watch}. */
    Runnable watch(RunId id, Runnable wake) {
        loop.run(this::tick);
        Runnable unwatch = watchers.add(id, wake);
        return () -> {
            unwatch.run();
            if (!watchers.has(id)) {
                loop.run(() -> forgetUnwatched(id));
            }
        };
    }

    private void forgetUnwatched(RunId id) {
        if (!watchers.has(id)) {
            tails.forget(id);
        }
    }

    /** Told whenever events of whatever run may have been stored, at least once a second; the result ends that. */
    Runnable watch(StoreWatcher watcher) {
        loop.run(this::tick);
        return watchers.add(watcher);
    }

    private void tick() {
        if (!ticking) {
            ticking = true;
            var unused = loop.after(TICK, () -> {
                ticking = false;
                if (!watchers.isEmpty()) {
                    watchers.wakeAll();
                    tick();
                }
            });
        }
    }

    /** The events after one of a run that is watched; empty when not all of them are in its tail. */
    Optional<EventPage> page(RunId id, long after, int limit) {
        return tails.page(id, after, limit);
    }

    /** Something may have been written, about whatever run. */
    void look() {
        watchers.wakeAll();
    }

    /** Another server wrote something about these runs. */
    void look(List<RunId> runs) {
        runs.forEach(watchers::wake);
        if (!runs.isEmpty()) {
            watchers.stored();
        }
    }

    /** Something happened to a run in the foreground. */
    void happened(RunId id, LiveRun run) {
        show(id, run, run.run());
    }

    /** More of an owned run is written than before. */
    void written(OwnedRun owned) {
        show(owned.claim().run(), owned.live(), owned.written());
        if (owned.written().status().isFinal()) {
            ended(owned.shown());
        }
    }

    /** Up to the last event of {@code shown}. */
    private void show(RunId id, LiveRun run, Run shown) {
        if (watchers.has(id)) {
            tails.show(id, run, shown.lastSeq(), shown.status().isFinal());
        } else {
            tails.forget(id);
        }
        watchers.wake(id);
    }

    /** A transaction is committed, and all of it counts as written. */
    void committed(Written written, List<RunWrite> writes) {
        if (watchers.hasForStored() && !written.runs().isEmpty()) {
            watchers.written(Transaction.of(written, writes));
        }
    }

    /** Runs that had ended are saved. */
    void saved() {
        watchers.stored();
    }

    /** What goes wrong there is no trouble of the run. */
    void ended(RunHistory run) {
        try {
            ended.ended(run);
        } catch (RuntimeException e) {
            LOG.error("run={} its end could not be told", run.run().header().id(), e);
        }
    }
}
