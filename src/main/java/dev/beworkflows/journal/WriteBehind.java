package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.WaitingRuns.Waiting;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves ended runs in batches, one batch at a time: the first run at once, and while it is being saved, and for a moment longer, the next batch gathers: a statement costs the database as much
 * as many runs do. Belongs to the journal's loop.
 */
final class WriteBehind {
    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);

    /** Of one statement, which the database must take as a whole. */
    private static final long BATCH_CHARACTERS = 8_000_000;

    private final EventLoop loop;
    private final RunStore store;
    private final JournalLimits limits;
    private final WaitingRuns waiting;
    private final Runnable stored;
    private final List<Flush> flushes = new ArrayList<>();
    private List<Waiting> saving = List.of();
    private Duration retry = FIRST_RETRY;
    private long lastBegun;
    private boolean gathering;
    private boolean away;
    private boolean overflowing;
    private boolean closed;
    private long saved;
    private long dropped;

    /** Done when this many runs have been settled: saved or dropped. */
    private record Flush(long settled, Promise<Void> done) {}

    /** @param stored told when runs were saved */
    WriteBehind(EventLoop loop, RunStore store, JournalLimits limits, Runnable stored) {
        this.stored = stored;
        this.loop = loop;
        this.store = store;
        this.limits = limits;
        this.waiting = new WaitingRuns(limits);
        this.lastBegun = System.nanoTime() - limits.gather().toNanos();
    }

    /** @param characters that it takes in memory, roughly */
    void add(RunHistory ended, long characters) {
        int over = waiting.add(new Waiting(ended, characters));
        if (over > 0) {
            dropped += over;
            warnOfOverflow();
            settle();
        }
        saveNext();
    }

    Optional<RunHistory> find(RunId id) {
        return waiting.find(id)
                .or(() -> saving.stream()
                        .filter(run -> run.id().equals(id))
                        .map(Waiting::history)
                        .findFirst());
    }

    Stream<Run> runs() {
        return Stream.concat(saving.stream().map(Waiting::history), waiting.all())
                .map(RunHistory::run);
    }

    JournalCounts counts(int live) {
        Optional<Instant> oldestEnd = saving.stream()
                .findFirst()
                .or(waiting::oldest)
                .flatMap(oldest -> oldest.history().run().times().finishedAt());
        return new JournalCounts(live, unsettled(), saved, dropped, oldestEnd);
    }

    Future<Void> flush() {
        Promise<Void> done = Promise.promise();
        flushes.add(new Flush(saved + dropped + unsettled(), done));
        settle();
        saveNext();
        return done.future();
    }

    Future<Void> close(Duration patience) {
        Promise<Void> done = Promise.promise();
        long timer = loop.after(patience, () -> giveUp(done));
        flush().onComplete(flushed -> {
            loop.cancel(timer);
            giveUp(done);
        });
        return done.future();
    }

    private void giveUp(Promise<Void> done) {
        closed = true;
        if (unsettled() > 0) {
            LOG.warn("journal closes unsaved_runs={} next=they are lost", unsettled());
        }
        boolean unused = done.tryComplete();
    }

    private void saveNext() {
        if (!saving.isEmpty() || closed || waiting.size() == 0) {
            return;
        }
        Duration early = limits.gather().minusNanos(System.nanoTime() - lastBegun);
        if (early.isNegative() || early.isZero() || waiting.size() >= limits.batch() || !flushes.isEmpty()) {
            lastBegun = System.nanoTime();
            saving = waiting.take(limits.batch(), BATCH_CHARACTERS);
            save();
        } else if (!gathering) {
            gathering = true;
            var unused = loop.after(early, () -> {
                gathering = false;
                saveNext();
            });
        }
    }

    private void save() {
        if (!saving.isEmpty() && !closed) {
            loop.bring(store.saveAll(saving.stream().map(Waiting::history).toList()))
                    .onComplete(nothing -> done(), this::failed);
        }
    }

    private void done() {
        if (away) {
            LOG.info("journal saves again waiting_runs={} dropped_runs={}", waiting.size(), dropped);
            away = false;
            retry = FIRST_RETRY;
        }
        overflowing &= waiting.size() > 0;
        saved += saving.size();
        stored.run();
        goOn();
    }

    private void failed(Throwable why) {
        if (why instanceof RefusedRunsException) {
            refused(why);
            return;
        }
        if (!away) {
            away = true;
            LOG.warn("journal cannot save runs={} next=retry, warned once cause={}", saving.size(), why.toString());
        }
        var unused = loop.after(retry, this::save);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(limits.longestRetry()) > 0 ? limits.longestRetry() : doubled;
    }

    /** One bad run must not keep the good ones from being saved: halved until it is alone. */
    private void refused(Throwable why) {
        int half = saving.size() / 2;
        if (half == 0) {
            LOG.error(
                    "journal drops run={}, which the store refuses",
                    saving.get(0).id(),
                    why);
            dropped++;
            goOn();
        } else {
            waiting.putBack(saving.subList(half, saving.size()));
            saving = saving.subList(0, half);
            save();
        }
    }

    private void goOn() {
        saving = List.of();
        settle();
        saveNext();
    }

    private void settle() {
        List<Flush> over = flushes.stream()
                .filter(flush -> flush.settled <= saved + dropped)
                .toList();
        flushes.removeAll(over);
        over.forEach(flush -> flush.done.complete());
    }

    private int unsettled() {
        return saving.size() + waiting.size();
    }

    private void warnOfOverflow() {
        if (!overflowing) {
            LOG.warn("journal is full waiting_runs={} next=the oldest are dropped, warned once", unsettled());
            overflowing = true;
        }
    }
}
