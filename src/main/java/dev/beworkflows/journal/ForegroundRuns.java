package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs in the foreground: live until they end, then saved behind the back of whoever ended them, and found all the while. Belongs to the journal's loop. */
final class ForegroundRuns {
    private static final Logger LOG = LoggerFactory.getLogger(ForegroundRuns.class);

    private final WriteBehind writeBehind;
    private final ShownRuns shown;
    private final Map<RunId, LiveRun> live = new HashMap<>();

    ForegroundRuns(WriteBehind writeBehind, ShownRuns shown) {
        this.writeBehind = writeBehind;
        this.shown = shown;
    }

    void begin(RunId id, LiveRun run) {
        live.put(id, run);
    }

    /** False: no such run is live. */
    boolean append(RunId id, Happening happening) {
        LiveRun run = live.get(id);
        if (run == null) {
            return false;
        }
        run.append(happening);
        shown.happened(id, run);
        if (run.run().status().isFinal()) {
            end(id, run);
        }
        return true;
    }

    private void end(RunId id, LiveRun run) {
        live.remove(id);
        RunHistory history = run.history();
        writeBehind.add(history, run.characters());
        shown.ended(history);
    }

    /** Gives a live run away, which is not in the foreground any more; empty when there is none. */
    Optional<LiveRun> take(RunId id) {
        return Optional.ofNullable(live.remove(id));
    }

    Optional<RunHistory> find(RunId id) {
        return Optional.ofNullable(live.get(id)).map(LiveRun::history).or(() -> writeBehind.find(id));
    }

    /** Without copying more than the page. */
    Optional<EventPage> page(RunId id, long after, int limit) {
        return Optional.ofNullable(live.get(id))
                .map(run -> EventPage.of(run.events(after, limit), run.run(), after))
                .or(() -> writeBehind.find(id).map(history -> EventPage.of(history, after, limit)));
    }

    Stream<Run> all() {
        return Stream.concat(live.values().stream().map(LiveRun::run), writeBehind.runs());
    }

    JournalCounts counts() {
        return writeBehind.counts(live.size());
    }

    /** See {@link RunJournal#flush}. */
    Future<Void> flush() {
        return writeBehind.flush();
    }

    /** See {@link RunJournal#close}. */
    Future<Void> close(Duration patience) {
        if (!live.isEmpty()) {
            LOG.warn("journal closes live_runs={} next=they are not saved", live.size());
        }
        return writeBehind.close(patience);
    }
}
