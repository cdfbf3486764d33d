package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunQueue.Renewal;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** How a server keeps the runs that it claimed, and how those come back into the queue whose server does not. */
final class RunLeases {
    private final Database database;
    private final UUID owner;
    private final long leaseMillis;

    RunLeases(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.owner = owner;
        this.leaseMillis = lease.toMillis();
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

    /** See {@link dev.beworkflows.journal.RunQueue#renew}. */
    Future<List<Renewal>> renew(Set<RunId> runs) {
        return query(RENEW, Tuple.of(owner, leaseMillis, RunColumns.ids(runs)))
                .map(rows -> Rows.list(rows, RunLeases::renewal));
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

    /** See {@link dev.beworkflows.journal.RunQueue#reap}. */
    Future<Integer> reap() {
        return query(REAP, Tuple.tuple()).map(RowSet::rowCount);
    }

    private static final String REAP_OWN = """
            WITH lost AS MATERIALIZED (SELECT run_id FROM queued_run WHERE state = 'running' AND owner = $1 ORDER BY run_id FOR UPDATE)
            """ + GIVE_UP.formatted("0");

    private static final String FORGET_OWN_KEYS = """
            UPDATE idempotency_key SET lease_until = clock_timestamp() WHERE state = 'taken' AND owner = $1
            """;

    /** See {@link dev.beworkflows.journal.RunQueue#reapOwn}. */
    Future<Integer> reapOwn() {
        return query(FORGET_OWN_KEYS, Tuple.of(owner))
                .compose(done -> query(REAP_OWN, Tuple.of(owner)))
                .map(RowSet::rowCount);
    }

    private static Renewal renewal(Row row) {
        return new Renewal(
                new RunId(row.getUUID("run_id")),
                row.getLong("epoch"),
                Optional.ofNullable(row.getString("cancel_reason")));
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values);
    }
}
