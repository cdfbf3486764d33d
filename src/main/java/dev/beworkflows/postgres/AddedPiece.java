package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunWrite;
import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunEvent;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The statement for a write that only adds a piece to one run: what a task says while it works, with a reader who waits for it. {@link GuardedWrite} would do the same, but takes a quarter
 * longer, with its arrays and parts that have nothing to do.
 */
final class AddedPiece {

    private AddedPiece() {}

    // Status and times stay as they are with these events. The epoch in the row of the run may lag behind: it is read
    // when the run has ended, and its end is written by the other statement. "owned" and "next" are explained there
    static final String SQL = """
            WITH owned AS MATERIALIZED (
                SELECT run_id FROM queued_run WHERE run_id = $1 AND state = 'running' AND epoch = $2 FOR UPDATE)
            , pieces AS (
                INSERT INTO run_piece (run_id, seq, at, events, for_users)
                SELECT run_id, $3, $4, $5, $6 FROM owned
                ON CONFLICT (run_id, seq) DO UPDATE
                SET events = excluded.events, for_users = excluded.for_users, xid = excluded.xid
                WHERE run_piece.events <> excluded.events
                RETURNING seq)
            SELECT run_id, pg_current_xact_id()::text AS xid,
                   pg_snapshot_xmin(pg_current_snapshot()) = pg_current_xact_id() AND EXISTS (SELECT FROM pieces) AS next,
                   pg_notify('bew_run', run_id::text)::text
            FROM owned
            """;

    /** The values of the statement; empty when these writes say more than it can. */
    static Optional<Tuple> of(List<RunWrite> writes) {
        if (writes.size() != 1 || !saysOnlyWhatATaskSays(writes.get(0))) {
            return Optional.empty();
        }
        RunWrite write = writes.get(0);
        List<PackedEvents.Piece> pieces = PackedEvents.pack(write.events());
        return pieces.size() == 1 ? Optional.of(values(write, pieces.get(0))) : Optional.empty();
    }

    private static boolean saysOnlyWhatATaskSays(RunWrite write) {
        return write.outputs().isEmpty()
                && write.response().isEmpty()
                && !write.release()
                && write.events().stream().map(RunEvent::happening).allMatch(AddedPiece::isSaying);
    }

    private static boolean isSaying(Happening happening) {
        return happening instanceof Happening.Message
                || happening instanceof Happening.MessagesDropped
                || happening instanceof Happening.Log;
    }

    private static Tuple values(RunWrite write, PackedEvents.Piece piece) {
        return Tuple.of(
                write.claim().run().value(),
                write.claim().epoch(),
                piece.seq(),
                piece.at().atOffset(ZoneOffset.UTC),
                piece.events(),
                piece.forUsers());
    }
}
