package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunWrite;
import dev.beworkflows.run.RunStatus;
import java.util.List;

/**
 * The statement that writes for many owned runs: one, so one transaction and one round trip. It has only the parts that these writes need, as planning and starting each part costs the
 * database more than a row does.
 */
final class GuardedWrite {

    private GuardedWrite() {}

    // A piece that is written again is the same, or begins the same and goes on: nothing that its owner says is ever
    // left out.
    // "owned" is the guard of everything else: it locks the rows, in one order for everybody, and holds what was sent
    // of those that are
    // still owned under the epoch of the write
    private static final String BEGIN = """
            WITH owned AS MATERIALIZED (
                SELECT s.* FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[],
                                       $7::text[], $8::boolean[])
                    AS s (run_id, epoch, status, failure, started_at, finished_at, response, release)
                JOIN queued_run q ON q.run_id = s.run_id
                WHERE q.state = 'running' AND q.epoch = s.epoch
                ORDER BY q.run_id FOR UPDATE OF q)
            , pieces AS (
                INSERT INTO run_piece (run_id, seq, at, events, for_users)
                SELECT p.* FROM unnest($9::uuid[], $10::bigint[], $11::timestamptz[], $12::text[], $13::boolean[])
                    AS p (run_id, seq, at, events, for_users)
                JOIN owned o ON o.run_id = p.run_id
                ON CONFLICT (run_id, seq) DO UPDATE
                SET events = excluded.events, for_users = excluded.for_users, xid = excluded.xid
                WHERE run_piece.events <> excluded.events
                RETURNING seq)
            , sent AS (
                SELECT * FROM unnest($14::uuid[], $15::text[], $16::text[]) AS t (run_id, task, output))
            , changed AS (
                UPDATE run r SET status = o.status, failure = o.failure::json, started_at = o.started_at,
                                 finished_at = o.finished_at, epoch = o.epoch
                FROM owned o
                WHERE r.id = o.run_id AND (r.status <> o.status OR r.epoch IS DISTINCT FROM o.epoch))
            """;

    private static final String ANSWER = """
            , answered AS (
                INSERT INTO run_response (run_id, response)
                SELECT run_id, response FROM owned WHERE response IS NOT NULL
                ON CONFLICT DO NOTHING)
            """;

    private static final String KEEP = """
            , kept AS (
                INSERT INTO task_output (run_id, task, output)
                SELECT t.run_id, t.task, t.output::json
                FROM sent t JOIN owned o ON o.run_id = t.run_id
                WHERE o.status <> 'succeeded'
                ON CONFLICT DO NOTHING)
            """;

    private static final String END = """
            , not_needed_any_more AS (
                DELETE FROM task_output t USING owned o WHERE t.run_id = o.run_id AND o.status = 'succeeded')
            , ended AS (
                DELETE FROM queued_run q USING owned o WHERE q.run_id = o.run_id AND o.finished_at IS NOT NULL)
            """;

    private static final String RELEASE = """
            , released AS (
                UPDATE queued_run q
                SET state = 'queued', owner = NULL, lease_until = NULL, run_at = clock_timestamp()
                FROM owned o
                WHERE q.run_id = o.run_id AND o.release AND o.finished_at IS NULL)
            """;

    // when everything older than the snapshot of this statement has ended, and this transaction is the next one,
    // nothing can ever come before it that does not stand there already; a piece that is not written, as it stood
    // there,
    // has another transaction
    private static final String TELL = """
            , told AS (
                SELECT pg_notify('bew_run', CASE WHEN count(*) > 200 THEN '' ELSE string_agg(run_id::text, ',') END) FROM owned
                HAVING count(*) > 0)
            SELECT run_id, pg_current_xact_id()::text AS xid,
                   pg_snapshot_xmin(pg_current_snapshot()) = pg_current_xact_id()
                   AND (SELECT count(*) FROM pieces) = cardinality($9::uuid[]) AS next
            FROM owned LEFT JOIN told ON true
            """;

    static String of(List<RunWrite> writes) {
        return BEGIN
                + (writes.stream().anyMatch(write -> write.response().isPresent()) ? ANSWER : "")
                + (writes.stream().anyMatch(GuardedWrite::leavesOutputs) ? KEEP : "")
                + (writes.stream().anyMatch(write -> write.after().status().isFinal()) ? END : "")
                + (writes.stream().anyMatch(RunWrite::release) ? RELEASE : "")
                + TELL;
    }

    private static boolean leavesOutputs(RunWrite write) {
        return !write.outputs().isEmpty() && write.after().status() != RunStatus.SUCCEEDED;
    }
}
