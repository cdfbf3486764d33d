package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunHeader;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door by which something happens to a run: one in the foreground, which is saved behind its end, or a durable one that this server owns, which is written through.
 *
 * <p>May be used from any thread; the state belongs to the loop. Futures complete on the context of the caller.
 */
public final class RunJournal {
    private static final Logger LOG = LoggerFactory.getLogger(RunJournal.class);

    private final EventLoop loop;
    private final JournalLimits limits;
    private final InstantSource clock;
    private final RunQueue queue;
    private final ShownRuns shown;
    private final ForegroundRuns foreground;
    private final WriteThrough writeThrough;
    private final AllRuns runs;

    public RunJournal(EventLoop loop, RunStore store, RunQueue queue, JournalLimits limits, InstantSource clock) {
        this(loop, store, queue, limits, clock, run -> {});
    }

    /** @param ended told of every run that ended here */
    public RunJournal(
            EventLoop loop,
            RunStore store,
            RunQueue queue,
            JournalLimits limits,
            InstantSource clock,
            EndedRuns ended) {
        this.loop = loop;
        this.queue = queue;
        this.limits = limits;
        this.clock = clock;
        this.shown = new ShownRuns(loop, ended);
        this.foreground = new ForegroundRuns(new WriteBehind(loop, store, limits, shown::saved), shown);
        this.writeThrough = new WriteThrough(loop, queue, shown);
        this.runs = new AllRuns(loop, store, foreground, writeThrough);
    }

    /**
     * Records what happened and returns at once. What one thread appends is recorded in that order. A run begins with {@link Happening.Accepted}; what comes
     * after its end is ignored; what cannot happen is logged and ignored, but an end that cannot happen ends the run as failed.
     */
    public void append(RunId id, Happening happening) {
        loop.run(() -> record(id, happening));
    }

    private void record(RunId id, Happening happening) {
        if (foreground.append(id, happening)) {
            return;
        }
        Optional<OwnedRun> owned = writeThrough.find(id);
        if (owned.isPresent() && !owned.get().live().run().status().isFinal()) {
            owned.get().append(happening);
            writeOf(owned.get(), happening);
        } else if (happening instanceof Happening.Accepted) {
            foreground.begin(id, new LiveRun(happening, limits, clock));
        } else {
            LOG.debug("run={} has ended or never began next=ignore {}", id, happening.getClass());
        }
    }

    /** A start or a line of output is soon followed by more, and nobody waits for it. */
    private void writeOf(OwnedRun owned, Happening happening) {
        if (happening instanceof Happening.Started
                || happening instanceof Happening.TaskStarted
                || happening instanceof Happening.Log) {
            writeThrough.changedALittle(owned);
        } else {
            writeThrough.changed(owned);
        }
    }

    /**
     * Goes on with a durable run that this server has claimed. What happens to it from now on is written under the claim, and shown when it is written.
     *
     * @param lost told on the loop, once, when the run is not this server's any more; nothing more can happen to it here then
     * @return how far it is
     * @throws IllegalStateException when the stored events are not those of a run
     */
    public Run own(Claim claim, StoredRun stored, Runnable lost) {
        LiveRun run = new LiveRun(stored.events(), limits, clock);
        writeThrough.own(new OwnedRun(run, claim, run.run(), lost));
        return run.run();
    }

    /** Records the end of a task of an owned run together with what it left; completes when both are durable. On the loop. */
    public Future<Void> checkpoint(RunId id, Happening.TaskSucceeded end, TaskOutput output) {
        return write(id, end, owned -> owned.keep(end.task(), output));
    }

    /** Records the end of an owned run, with its answer if it succeeded; completes when both are durable. On the loop. */
    public Future<Void> end(RunId id, Happening end, Optional<Buffer> response) {
        return write(id, end, owned -> response.ifPresent(owned::answer));
    }

    /** Gives an owned run back to the queue; completes when that is durable. On the loop. */
    public Future<Void> release(RunId id, Happening last) {
        return write(id, last, OwnedRun::release);
    }

    /** Forgets an owned run with all that is not written of it. On the loop. */
    public void disown(RunId id) {
        writeThrough.disown(id);
    }

    /**
     * Makes a live run a durable one that this server owns: what happened so far is written, again and again until the database takes it, and then what happens from now on. On the
     * loop.
     */
    public Future<Void> adopt(RunId id, Map<TaskName, TaskOutput> outputs, Placement placement, Runnable lost) {
        Optional<LiveRun> taken = foreground.take(id);
        if (taken.isEmpty()) {
            return Future.failedFuture(new IllegalStateException("run " + id + " has ended"));
        }
        LiveRun run = taken.get();
        RunHistory history = run.history();
        OwnedRun owned = new OwnedRun(run, new Claim(id, 1, 0), history.run(), lost);
        return writeThrough.adopt(owned, () -> queue.adopt(history, outputs, placement));
    }

    private Future<Void> write(RunId id, Happening happening, Consumer<OwnedRun> more) {
        Optional<OwnedRun> found = writeThrough.find(id);
        if (found.isEmpty()) {
            return Future.failedFuture(new IllegalStateException("run " + id + " is not owned by this server"));
        }
        OwnedRun owned = found.get();
        Promise<Void> written = loop.promiseForCaller();
        owned.append(happening);
        more.accept(owned);
        owned.await(written);
        writeThrough.changed(owned);
        return written.future();
    }

    /** At most so many events of a run after one, only such as will never be taken back; empty when there is no such run. */
    public Future<Optional<EventPage>> events(RunId id, long after, int limit) {
        Optional<EventPage> tail = shown.page(id, after, limit);
        return tail.isPresent() ? Future.succeededFuture(tail) : runs.events(id, after, limit);
    }

    /** Calls {@code wake}, on any thread, whenever there may be more events of the run, at least once a second; the result ends that. */
    public Runnable watch(RunId id, Runnable wake) {
        return shown.watch(id, wake);
    }

    /** The events of users, as far as {@code stored} has them. */
    public UserFeeds userFeeds(UserEvents stored) {
        return new UserFeeds(loop, stored, shown::watch);
    }

    /** A server wrote something about these runs; none: look at all. Of those that are this server's own it knows already. */
    public void look(Set<RunId> runs) {
        if (runs.isEmpty()) {
            shown.look();
        } else {
            loop.run(() -> shown.look(others(runs)));
        }
    }

    private List<RunId> others(Set<RunId> runs) {
        return runs.stream().filter(run -> writeThrough.find(run).isEmpty()).toList();
    }

    /** A run and its events, whether it is live, waits to be saved, or is stored. Fails when the store must be asked and cannot be reached. */
    public Future<Optional<RunHistory>> find(RunId id) {
        return runs.find(id);
    }

    /** What was settled when a run was accepted. Fails when the store must be asked and cannot be reached. */
    public Future<Optional<RunHeader>> header(RunId id) {
        return runs.header(id);
    }

    /** Stored runs and those in memory. Fails when the store cannot be reached. */
    public Future<List<RunSummary>> list(RunFilter filter) {
        return runs.list(filter);
    }

    public Future<JournalCounts> counts() {
        return loop.ask(() -> Future.succeededFuture(foreground.counts()));
    }

    /** Completes when every run that has ended by now is saved, or was dropped. */
    public Future<Void> flush() {
        return loop.ask(foreground::flush);
    }

    /** Like {@link #flush}, but gives up after a time; nothing is saved after this completes. Runs that have not ended are lost. */
    public Future<Void> close(Duration patience) {
        return loop.ask(() -> foreground.close(patience));
    }
}
