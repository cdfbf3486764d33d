package dev.beworkflows.journal;

import dev.beworkflows.journal.OwnedRun.Piece;
import dev.beworkflows.journal.RunQueue.Written;
import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what happens to the runs that this server owns: the first piece at once, and while it is being written the next ones gather, of all runs together. A piece is written as a
 * whole, or refused because the run is not this server's any more. Belongs to the journal's loop.
 */
final class WriteThrough {
    private static final Logger LOG = LoggerFactory.getLogger(WriteThrough.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);
    private static final int RUNS = 200;

    /** How long what nobody waits for waits for company: a statement costs the database as much as many events do. */
    private static final Duration COMPANY = Duration.ofMillis(5);

    private final EventLoop loop;
    private final RunQueue queue;
    private final ShownRuns shown;
    private final Map<RunId, OwnedRun> owned = new HashMap<>();
    private final Set<RunId> dirty = new LinkedHashSet<>();
    private List<Piece> writing = List.of();
    private List<Piece> rest = List.of();
    private Duration retry = FIRST_RETRY;
    private boolean urgent;
    private boolean waitingForCompany;
    private boolean away;

    WriteThrough(EventLoop loop, RunQueue queue, ShownRuns shown) {
        this.loop = loop;
        this.queue = queue;
        this.shown = shown;
    }

    void own(OwnedRun run) {
        owned.put(run.claim().run(), run);
        changed(run);
    }

    /** Owns a run of which nothing is written yet; what happens to it meanwhile waits. */
    Future<Void> adopt(OwnedRun run, Supplier<Future<Void>> first) {
        owned.put(run.claim().run(), run);
        run.pause(true);
        Promise<Void> adopted = loop.promiseForCaller();
        adopt(run, first, adopted);
        return adopted.future();
    }

    private void adopt(OwnedRun run, Supplier<Future<Void>> first, Promise<Void> adopted) {
        loop.bring(first.get())
                .onSuccess(done -> {
                    run.pause(false);
                    adopted.complete();
                    changed(run);
                })
                .onFailure(why -> {
                    LOG.warn(
                            "run={} cannot be kept next=retry cause={}",
                            run.claim().run(),
                            why.toString());
                    var unused = loop.after(LONGEST_RETRY, () -> adopt(run, first, adopted));
                });
    }

    Optional<OwnedRun> find(RunId id) {
        return Optional.ofNullable(owned.get(id));
    }

    int size() {
        return owned.size();
    }

    /** Something of the run is to be written at once. */
    void changed(OwnedRun run) {
        if (run.isDirty()) {
            dirty.add(run.claim().run());
            urgent = true;
            writeNext();
        }
    }

    /** Something of the run is to be written, and may wait a moment for what comes next. */
    void changedALittle(OwnedRun run) {
        if (run.isDirty()) {
            dirty.add(run.claim().run());
            writeNext();
        }
    }

    /** Forgets a run with all that is not written of it; who waits for that waits for ever. */
    void disown(RunId id) {
        dirty.remove(id);
        owned.remove(id);
    }

    private void writeNext() {
        if (!writing.isEmpty()) {
            return;
        }
        if (urgent || !rest.isEmpty()) {
            writing = take();
            urgent = !dirty.isEmpty();
            write();
        } else if (!dirty.isEmpty() && !waitingForCompany) {
            waitingForCompany = true;
            var unused = loop.after(COMPANY, () -> {
                waitingForCompany = false;
                urgent |= !dirty.isEmpty();
                writeNext();
            });
        }
    }

    private List<Piece> take() {
        if (!rest.isEmpty()) {
            List<Piece> next = rest;
            rest = List.of();
            return next;
        }
        List<Piece> pieces = new ArrayList<>();
        var next = dirty.iterator();
        while (next.hasNext() && pieces.size() < RUNS) {
            OwnedRun run = owned.get(next.next());
            next.remove();
            if (run != null) {
                pieces.add(run.take());
            }
        }
        return pieces;
    }

    private void write() {
        writing = writing.stream().filter(this::isOwned).toList();
        if (writing.isEmpty()) {
            if (!dirty.isEmpty() || !rest.isEmpty()) {
                writeNext();
            }
            return;
        }
        loop.bring(queue.write(writing.stream().map(Piece::write).toList())).onComplete(this::written, this::failed);
    }

    private boolean isOwned(Piece piece) {
        return owned.get(piece.of().claim().run()) == piece.of();
    }

    private void written(Written written) {
        if (away) {
            LOG.info("journal writes again owned_runs={}", owned.size());
            away = false;
        }
        retry = FIRST_RETRY;
        // nothing is taken before all of them count as written: whoever is told of one may go on at once, also with
        // another
        List<Piece> all = List.copyOf(writing);
        all.stream().filter(this::isOwned).forEach(piece -> {
            if (written.runs().contains(piece.of().claim().run())) {
                accepted(piece);
            } else {
                lost(piece.of());
            }
        });
        writing = List.of();
        shown.committed(written, all.stream().map(Piece::write).toList());
        if (!dirty.isEmpty() || !rest.isEmpty()) {
            writeNext();
        }
    }

    private void accepted(Piece piece) {
        RunId id = piece.of().claim().run();
        if (piece.of().written(piece)) {
            disown(id);
        } else if (piece.of().isDirty()) {
            dirty.add(id);
        }
        shown.written(piece.of());
    }

    private void lost(OwnedRun run) {
        RunId id = run.claim().run();
        LOG.warn(
                "run={} epoch={} was lost to another server next=leave it alone",
                id,
                run.claim().epoch());
        disown(id);
        run.lost();
    }

    private void failed(Throwable why) {
        if (why instanceof RefusedRunsException) {
            refused(why);
            return;
        }
        if (!away) {
            away = true;
            LOG.warn("journal cannot write runs={} next=retry, warned once cause={}", writing.size(), why.toString());
        }
        var unused = loop.after(retry, this::write);
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
    }

    /** One bad piece must not keep the good ones from being written: halved until it is alone. */
    private void refused(Throwable why) {
        int half = writing.size() / 2;
        if (half == 0) {
            LOG.error(
                    "run={} next=give it up, the database refuses it",
                    writing.get(0).of().claim().run(),
                    why);
            OwnedRun bad = writing.get(0).of();
            writing = List.of();
            disown(bad.claim().run());
            bad.lost();
            writeNext();
        } else {
            List<Piece> later = new ArrayList<>(writing.subList(half, writing.size()));
            later.addAll(rest);
            rest = later;
            writing = writing.subList(0, half);
            write();
        }
    }
}
