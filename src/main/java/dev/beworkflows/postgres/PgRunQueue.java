package dev.beworkflows.postgres;

import dev.beworkflows.journal.Claim;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunQueue;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.journal.RunWrite;
import dev.beworkflows.journal.StoredRun;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queue in PostgreSQL, as one server sees it. Only the database's clock counts, and that of the moment, not of the transaction's begin. */
public final class PgRunQueue implements RunQueue {

    /** Of all claims that mind limits, so that two of them do not count the same runs. */
    private static final long CLAIM_LOCK = 0x6265775f636c6d31L;

    private final Database database;
    private final UUID owner;
    private final long leaseMillis;
    private final RunAcceptance acceptance;

    /** @param owner names this server, always the same and no other's */
    public PgRunQueue(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.owner = owner;
        this.leaseMillis = lease.toMillis();
        this.acceptance = new RunAcceptance(database, owner, lease);
    }

    @Override
    public Future<KeyUse> accept(RunHistory run, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        return acceptance.accept(run, placement, key, taken);
    }

    @Override
    public Future<Void> adopt(RunHistory run, Map<TaskName, TaskOutput> outputs, Placement placement) {
        return acceptance.adopt(run, outputs, placement);
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

    @Override
    public Future<List<Claim>> claim(int most) {
        return query(CLAIM_UNLESS_LIMITED, Tuple.of(owner, leaseMillis, most)).compose(rows -> {
            Row first = rows.iterator().next();
            if (first.getBoolean("limited")) {
                return claimWithinLimits(most);
            }
            return Future.succeededFuture(
                    first.getUUID("run_id") == null ? List.of() : Rows.list(rows, PgRunQueue::claim));
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
                        .map(rows -> Rows.list(rows, PgRunQueue::claim)));
    }

    private static final String CLAIM_ONE = """
            UPDATE queued_run
            SET state = 'running', epoch = epoch + 1, owner = $1, lease_until = clock_timestamp() + $2 * interval '1 millisecond'
            WHERE run_id = $3 AND state = 'queued'
            RETURNING run_id, epoch, losses
            """;

    @Override
    public Future<Optional<Claim>> claim(RunId run) {
        return query(CLAIM_ONE, Tuple.of(owner, leaseMillis, run.value()))
                .map(rows -> Rows.first(rows, PgRunQueue::claim));
    }

    private static final String REOPEN = """
            INSERT INTO queued_run (run_id, workflow_id, state, priority, run_at, epoch, owner, lease_until)
            SELECT id, workflow_id, 'running', 0, clock_timestamp(), epoch + 1, $1, clock_timestamp() + $2 * interval '1 millisecond'
            FROM run WHERE id = $3 AND epoch IS NOT NULL AND status IN ('failed', 'cancelled', 'dead')
            ON CONFLICT DO NOTHING
            RETURNING run_id, epoch, losses
            """;

    @Override
    public Future<Optional<Claim>> reopen(RunId run) {
        return query(REOPEN, Tuple.of(owner, leaseMillis, run.value()))
                .map(rows -> Rows.first(rows, PgRunQueue::claim));
    }

    /** Nothing is left by the tasks of a run that was claimed for the first time. */
    @Override
    public Future<Map<RunId, StoredRun>> load(List<Claim> claimed) {
        Set<RunId> all = runs(claimed.stream());
        Set<RunId> again = runs(claimed.stream().filter(claim -> claim.epoch() > 1));
        Future<Map<RunId, Map<TaskName, TaskOutput>>> left =
                again.isEmpty() ? Future.succeededFuture(Map.of()) : StoredOutputs.ofAll(database, again);
        return Future.all(StoredEvents.ofAll(database, RunColumns.ids(all)), left)
                .map(both -> stored(both.resultAt(0), both.resultAt(1)));
    }

    @Override
    public Future<Map<TaskName, TaskOutput>> outputs(RunId run) {
        return StoredOutputs.ofAll(database, Set.of(run)).map(all -> all.getOrDefault(run, Map.of()));
    }

    private static Set<RunId> runs(Stream<Claim> claims) {
        return claims.map(Claim::run).collect(Collectors.toSet());
    }

    private static Map<RunId, StoredRun> stored(
            Map<RunId, List<RunEvent>> events, Map<RunId, Map<TaskName, TaskOutput>> outputs) {
        Map<RunId, StoredRun> stored = new HashMap<>();
        events.forEach((run, all) -> stored.put(run, new StoredRun(all, outputs.getOrDefault(run, Map.of()))));
        return stored;
    }

    @Override
    public Future<Written> write(List<RunWrite> writes) {
        return AddedPiece.of(writes)
                .map(piece -> query(AddedPiece.SQL, piece))
                .orElseGet(() -> query(GuardedWrite.of(writes), RunColumns.of(writes)))
                .map(PgRunQueue::written)
                .recover(PgRunStore::explain);
    }

    private static Written written(RowSet<Row> rows) {
        List<RunId> runs = Rows.list(rows, row -> new RunId(row.getUUID("run_id")));
        return Rows.first(
                        rows,
                        row -> new Written(
                                Set.copyOf(runs), Long.parseUnsignedLong(row.getString("xid")), row.getBoolean("next")))
                .orElseGet(() -> new Written(Set.of(), 0, false));
    }

    private static final String RENEW = """
            WITH keys AS (
                UPDATE idempotency_key SET lease_until = clock_timestamp() + $2 * interval '1 millisecond'
                WHERE state = 'taken' AND owner = $1 AND lease_until >= clock_timestamp())
            , mine AS MATERIALIZED (
                SELECT run_id FROM queued_run
                WHERE state = 'running' AND owner = $1 AND run_id = ANY($3::uuid[])
                ORDER BY run_id FOR UPDATE)
            UPDATE queued_run q SET lease_until = clock_timestamp() + $2 * interval '1 millisecond'
            FROM mine WHERE q.run_id = mine.run_id
            RETURNING q.run_id, q.epoch, q.cancel_reason
            """;

    @Override
    public Future<List<Renewal>> renew(Set<RunId> runs) {
        return query(RENEW, Tuple.of(owner, leaseMillis, RunColumns.ids(runs)))
                .map(rows -> Rows.list(rows, PgRunQueue::renewal));
    }

    private static final String GIVE_UP = """
            UPDATE queued_run q
            SET state = 'queued', epoch = q.epoch + 1, owner = NULL, lease_until = NULL, losses = q.losses + 1,
                run_at = clock_timestamp() + %s * interval '1 second'
            FROM lost WHERE q.run_id = lost.run_id
            """;

    // later with each time, at random, so that runs that take their servers down with them do not come back together
    private static final String REAP =
            """
            WITH lost AS MATERIALIZED (
                SELECT run_id FROM queued_run WHERE state = 'running' AND lease_until < clock_timestamp()
                ORDER BY run_id LIMIT 500 FOR UPDATE SKIP LOCKED)
            """ + GIVE_UP.formatted("random() * least(60, power(2, least(q.losses, 10)) - 1)");

    @Override
    public Future<Integer> reap() {
        return query(REAP, Tuple.tuple()).map(RowSet::rowCount);
    }

    private static final String REAP_OWN = """
            WITH lost AS MATERIALIZED (SELECT run_id FROM queued_run WHERE state = 'running' AND owner = $1 ORDER BY run_id FOR UPDATE)
            """ + GIVE_UP.formatted("0");

    private static final String FORGET_OWN_KEYS = """
            UPDATE idempotency_key SET lease_until = clock_timestamp() WHERE state = 'taken' AND owner = $1
            """;

    @Override
    public Future<Integer> reapOwn() {
        return query(FORGET_OWN_KEYS, Tuple.of(owner))
                .compose(done -> query(REAP_OWN, Tuple.of(owner)))
                .map(RowSet::rowCount);
    }

    private static final String REQUEST_CANCEL = """
            WITH asked AS (
                UPDATE queued_run SET cancel_reason = $2 WHERE run_id = $1 AND state = 'running' RETURNING run_id)
            SELECT run_id, pg_notify('bew_cancel', run_id::text)::text FROM asked
            """;

    @Override
    public Future<Boolean> requestCancel(RunId run, String reason) {
        return query(REQUEST_CANCEL, Tuple.of(run.value(), PgText.storable(reason)))
                .map(rows -> rows.size() == 1);
    }

    private static final String RESPONSE = "SELECT response FROM run_response WHERE run_id = $1";

    @Override
    public Future<Optional<Buffer>> response(RunId run) {
        return query(RESPONSE, Tuple.of(run.value()))
                .map(rows -> Rows.first(rows, row -> Buffer.buffer(row.getString("response"))));
    }

    private static final String FORGET_KEYS = """
            DELETE FROM idempotency_key
            WHERE created_at < clock_timestamp() - $1 * interval '1 millisecond' AND (state <> 'taken' OR lease_until < clock_timestamp())
            """;

    private static final String FORGET_RUNS = """
            WITH old AS MATERIALIZED (
                SELECT id FROM run WHERE finished_at < clock_timestamp() - $1 * interval '1 millisecond'
                ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)
            DELETE FROM run USING old WHERE run.id = old.id RETURNING run.id
            """;

    @Override
    public Future<List<RunId>> forget(Duration runs, Duration keys, int most) {
        return query(FORGET_KEYS, Tuple.of(keys.toMillis()))
                .compose(done -> query(FORGET_RUNS, Tuple.of(runs.toMillis(), most)))
                .map(rows -> Rows.list(rows, row -> new RunId(row.getUUID("id"))));
    }

    private static final String HAS_WAITING = """
            SELECT count(*) >= $1 AS full FROM (SELECT FROM queued_run WHERE state = 'queued' LIMIT $1) AS waiting
            """;

    @Override
    public Future<Boolean> hasWaiting(int runs) {
        return database.pool()
                .preparedQuery(HAS_WAITING)
                .execute(Tuple.of((long) runs))
                .map(rows -> rows.iterator().next().getBoolean("full"));
    }

    private static final String KNOWN = "SELECT id FROM run WHERE id = ANY($1::uuid[])";

    @Override
    public Future<Set<RunId>> known(Set<RunId> runs) {
        return ids(KNOWN, runs);
    }

    private static final String SUCCEEDED = "SELECT id FROM run WHERE id = ANY($1::uuid[]) AND status = 'succeeded'";

    @Override
    public Future<Set<RunId>> succeeded(Set<RunId> runs) {
        return ids(SUCCEEDED, runs);
    }

    private Future<Set<RunId>> ids(String sql, Set<RunId> runs) {
        return query(sql, Tuple.of(RunColumns.ids(runs)))
                .map(rows -> Rows.list(rows, row -> new RunId(row.getUUID("id"))).stream()
                        .collect(Collectors.toSet()));
    }

    private static Claim claim(Row row) {
        return new Claim(new RunId(row.getUUID("run_id")), row.getLong("epoch"), row.getInteger("losses"));
    }

    private static Renewal renewal(Row row) {
        return new Renewal(
                new RunId(row.getUUID("run_id")),
                row.getLong("epoch"),
                Optional.ofNullable(row.getString("cancel_reason")));
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return query(database.pool(), sql, values);
    }

    private static Future<RowSet<Row>> query(SqlClient client, String sql, Tuple values) {
        return client.preparedQuery(sql).execute(values);
    }
}
