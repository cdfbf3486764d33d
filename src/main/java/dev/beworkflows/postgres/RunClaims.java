package dev.beworkflows.postgres;

import dev.beworkflows.journal.Claim;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How runs become a server's: those whose turn it is, within the limits of their workflows, or a given one. Each claim raises the run's epoch and begins a lease. */
final class RunClaims {

    /** Of all claims that mind limits, so that two of them do not count the same runs. */
    private static final long CLAIM_LOCK = 0x6265775f636c6d31L;

    private final Database database;
    private final UUID owner;
    private final long leaseMillis;

    RunClaims(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.owner = owner;
        this.leaseMillis = lease.toMillis();
    }

    // Most of the time nobody limits anything, and one statement does; its snapshot is too old to count what another
    // server claimed
    // while this one waited for the lock, so that where there are limits the lock comes in a statement before
    private static final String CLAIM_UNLESS_LIMITED = """
            WITH limits AS MATERIALIZED (
                SELECT EXISTS (SELECT FROM queued_run
                    WHERE state = 'queued' AND concurrency IS NOT NULL AND run_at <= clock_timestamp()) AS there)
            , turn AS MATERIALIZED (
                SELECT run_id, priority, run_at FROM queued_run
                WHERE state = 'queued' AND run_at <= clock_timestamp() AND NOT (SELECT there FROM limits)
                ORDER BY priority DESC, run_at, run_id
                LIMIT $3 FOR UPDATE SKIP LOCKED)
            , claimed AS (
                UPDATE queued_run q
                SET state = 'running', epoch = q.epoch + 1, owner = $1,
                    lease_until = clock_timestamp() + $2 * interval '1 millisecond'
                FROM turn WHERE q.run_id = turn.run_id
                RETURNING q.run_id, q.epoch, q.losses)
            SELECT c.run_id, c.epoch, c.losses, l.there AS limited
            FROM limits l LEFT JOIN (claimed c JOIN turn USING (run_id)) ON true
            ORDER BY turn.priority DESC, turn.run_at, turn.run_id
            """;

    /** See {@link dev.beworkflows.journal.RunQueue#claim(int)}. */
    Future<List<Claim>> claim(int most) {
        return query(CLAIM_UNLESS_LIMITED, Tuple.of(owner, leaseMillis, most)).compose(rows -> {
            Row first = rows.iterator().next();
            if (first.getBoolean("limited")) {
                return claimWithinLimits(most);
            }
            return Future.succeededFuture(
                    first.getUUID("run_id") == null ? List.of() : Rows.list(rows, RunClaims::claim));
        });
    }

    private static final String LOCK_LIMITS = "SELECT pg_try_advisory_xact_lock($1) AS locked";

    // materialised, so that the limited query runs once and locks no more rows than it claims
    private static final String CLAIM = """
            WITH limited AS MATERIALIZED (
                SELECT run_id FROM (
                    SELECT q.run_id, q.concurrency,
                           row_number() OVER (PARTITION BY q.workflow_id ORDER BY q.priority DESC, q.run_at, q.run_id)
                           + (SELECT count(*) FROM queued_run r
                              WHERE r.workflow_id = q.workflow_id AND r.state = 'running' AND r.concurrency IS NOT NULL) AS place
                    FROM queued_run q
                    WHERE $4 AND q.state = 'queued' AND q.concurrency IS NOT NULL AND q.run_at <= clock_timestamp()) AS ranked
                WHERE place <= concurrency)
            , turn AS MATERIALIZED (
                SELECT run_id, priority, run_at FROM queued_run
                WHERE state = 'queued' AND run_at <= clock_timestamp()
                  AND (concurrency IS NULL OR run_id IN (SELECT run_id FROM limited))
                ORDER BY priority DESC, run_at, run_id
                LIMIT $3 FOR UPDATE SKIP LOCKED)
            , claimed AS (
                UPDATE queued_run q
                SET state = 'running', epoch = q.epoch + 1, owner = $1,
                    lease_until = clock_timestamp() + $2 * interval '1 millisecond'
                FROM turn WHERE q.run_id = turn.run_id
                RETURNING q.run_id, q.epoch, q.losses)
            SELECT c.run_id, c.epoch, c.losses FROM claimed c JOIN turn USING (run_id)
            ORDER BY turn.priority DESC, turn.run_at, turn.run_id
            """;

    /** Who does not get the lock claims only runs without a limit: nobody ever waits for a server that hangs. */
    private Future<List<Claim>> claimWithinLimits(int most) {
        return database.pool()
                .withTransaction(connection -> connection
                        .preparedQuery(LOCK_LIMITS)
                        .execute(Tuple.of(CLAIM_LOCK))
                        .map(rows -> rows.iterator().next().getBoolean("locked"))
                        .compose(locked -> query(connection, CLAIM, Tuple.of(owner, leaseMillis, most, locked)))
                        .map(rows -> Rows.list(rows, RunClaims::claim)));
    }

    private static final String CLAIM_ONE = """
            UPDATE queued_run
            SET state = 'running', epoch = epoch + 1, owner = $1, lease_until = clock_timestamp() + $2 * interval '1 millisecond'
            WHERE run_id = $3 AND state = 'queued'
            RETURNING run_id, epoch, losses
            """;

    /** See {@link dev.beworkflows.journal.RunQueue#claim(RunId)}. */
    Future<Optional<Claim>> claim(RunId run) {
        return query(CLAIM_ONE, Tuple.of(owner, leaseMillis, run.value()))
                .map(rows -> Rows.first(rows, RunClaims::claim));
    }

    private static final String REOPEN = """
            INSERT INTO queued_run (run_id, workflow_id, state, priority, run_at, epoch, owner, lease_until)
            SELECT id, workflow_id, 'running', 0, clock_timestamp(), epoch + 1, $1, clock_timestamp() + $2 * interval '1 millisecond'
            FROM run WHERE id = $3 AND epoch IS NOT NULL AND status IN ('failed', 'cancelled', 'dead')
            ON CONFLICT DO NOTHING
            RETURNING run_id, epoch, losses
            """;

    /** See {@link dev.beworkflows.journal.RunQueue#reopen}. */
    Future<Optional<Claim>> reopen(RunId run) {
        return query(REOPEN, Tuple.of(owner, leaseMillis, run.value())).map(rows -> Rows.first(rows, RunClaims::claim));
    }

    private static Claim claim(Row row) {
        return new Claim(new RunId(row.getUUID("run_id")), row.getLong("epoch"), row.getInteger("losses"));
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return query(database.pool(), sql, values);
    }

    private static Future<RowSet<Row>> query(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values);
    }
}
