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

    private final Database database;
    private final RunAcceptance acceptance;
    private final RunClaims claims;
    private final RunLeases leases;

    /** @param owner names this server, always the same and no other's */
    public PgRunQueue(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.acceptance = new RunAcceptance(database, owner, lease);
        this.claims = new RunClaims(database, owner, lease);
        this.leases = new RunLeases(database, owner, lease);
    }

    @Override
    public Future<KeyUse> accept(RunHistory run, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        return acceptance.accept(run, placement, key, taken);
    }

    @Override
    public Future<Void> adopt(RunHistory run, Map<TaskName, TaskOutput> outputs, Placement placement) {
        return acceptance.adopt(run, outputs, placement);
    }

    @Override
    public Future<List<Claim>> claim(int most) {
        return claims.claim(most);
    }

    @Override
    public Future<Optional<Claim>> claim(RunId run) {
        return claims.claim(run);
    }

    @Override
    public Future<Optional<Claim>> reopen(RunId run) {
        return claims.reopen(run);
    }

    @Override
    public Future<List<Renewal>> renew(Set<RunId> runs) {
        return leases.renew(runs);
    }

    @Override
    public Future<Integer> reap() {
        return leases.reap();
    }

    @Override
    public Future<Integer> reapOwn() {
        return leases.reapOwn();
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

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values);
    }
}
