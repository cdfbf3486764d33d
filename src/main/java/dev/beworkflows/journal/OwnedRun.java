package dev.beworkflows.journal;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A durable run that this server owns: what has happened to it, and how much of that is written. Only what is written is shown, since only that will never be taken back. Belongs to
 * the journal's loop.
 */
final class OwnedRun {
    private final LiveRun live;
    private final Claim claim;
    private final Runnable lost;
    private Run written;
    private Map<TaskName, TaskOutput> outputs = new HashMap<>();
    private List<Promise<Void>> waiting = new ArrayList<>();
    private @Nullable Buffer response;
    private boolean release;
    private boolean paused;

    /** @param lost told once when the run is not this server's any more */
    OwnedRun(LiveRun live, Claim claim, Run written, Runnable lost) {
        this.live = live;
        this.claim = claim;
        this.written = written;
        this.lost = lost;
    }

    /** A piece on its way to the database, and who waits for it. */
    record Piece(OwnedRun of, RunWrite write, List<Promise<Void>> waiting) {}

    Claim claim() {
        return claim;
    }

    LiveRun live() {
        return live;
    }

    Run written() {
        return written;
    }

    RunHistory shown() {
        return new RunHistory(written, live.events(0, (int) written.lastSeq()));
    }

    /** Of what is written. */
    EventPage page(long after, int limit) {
        int room = (int) Math.max(0, Math.min(limit, written.lastSeq() - after));
        return EventPage.of(live.events(after, room), written, after);
    }

    void append(Happening happening) {
        live.append(happening);
    }

    void keep(TaskName task, TaskOutput output) {
        outputs.put(task, output);
    }

    void answer(Buffer json) {
        response = json;
    }

    void release() {
        release = true;
    }

    void await(Promise<Void> done) {
        waiting.add(done);
    }

    /** While it is paused nothing of it is written. */
    void pause(boolean on) {
        paused = on;
    }

    boolean isDirty() {
        return !paused && (live.run().lastSeq() > written.lastSeq() || !waiting.isEmpty());
    }

    /** Everything that is not on its way yet. */
    Piece take() {
        Run after = live.run();
        RunWrite write = new RunWrite(
                claim,
                after,
                live.events(written.lastSeq(), Integer.MAX_VALUE),
                outputs,
                Optional.ofNullable(response),
                release);
        Piece piece = new Piece(this, write, waiting);
        outputs = new HashMap<>();
        waiting = new ArrayList<>();
        return piece;
    }

    /** Returns whether nothing more comes: the run has ended, or was given back. */
    boolean written(Piece piece) {
        written = piece.write().after();
        piece.waiting().forEach(Promise::complete);
        return written.status().isFinal() || piece.write().release();
    }

    void lost() {
        lost.run();
    }
}
