package dev.beworkflows.postgres;

import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.journal.Placement;
import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How runs come into the queue: each with its events, its place and its idempotency key in one statement; those without a key many at once. */
final class RunAcceptance {
    private final Database database;
    private final UUID owner;
    private final long leaseMillis;
    private final GroupedAccepts grouped;

    RunAcceptance(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.owner = owner;
        this.leaseMillis = lease.toMillis();
        this.grouped = new GroupedAccepts(database, owner, lease);
    }

    private static final String INSERT_RUN = """
            , accepted AS (
                INSERT INTO run (id, workflow_id, version, mode, status, user_name, accepted_at, started_at, epoch, events, xid)
                SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::bigint, $10::text, pg_current_xact_id()
                WHERE %s
                ON CONFLICT DO NOTHING RETURNING id)
            , pieces AS (
                INSERT INTO run_piece (run_id, seq, at, events, for_users)
                SELECT id, seq, at, p.events, for_users
                FROM accepted, unnest($11::bigint[], $12::timestamptz[], $13::text[], $14::boolean[]) AS p (seq, at, events, for_users))
            , queued AS (
                INSERT INTO queued_run (run_id, workflow_id, state, priority, run_at, concurrency, epoch, owner, lease_until)
                SELECT id, $2, %s, $15, greatest($16, clock_timestamp()), $17, $9::bigint, %s
                FROM accepted)
            """;

    private static final String ACCEPT_WITH_NEW_KEY = """
            WITH won AS (
                INSERT INTO idempotency_key (caller, workflow_id, key, request_hash, state, run_id)
                VALUES ($18, $2, $19, $20, 'accepted', $1)
                ON CONFLICT DO NOTHING RETURNING key)
            """
            + INSERT_RUN.formatted("EXISTS (SELECT FROM won)", "'queued'", "NULL, NULL")
            + "SELECT id, pg_notify('bew_queue', '')::text FROM accepted";

    private static final String ACCEPT_WITH_TAKEN_KEY = """
            WITH won AS (
                UPDATE idempotency_key SET state = 'accepted', run_id = $1, owner = NULL, lease_until = NULL
                WHERE caller = $18 AND workflow_id = $2 AND key = $19 AND request_hash = $20 AND state = 'taken' AND owner = $21
                RETURNING key)
            """
            + INSERT_RUN.formatted("EXISTS (SELECT FROM won)", "'queued'", "NULL, NULL")
            + "SELECT id, pg_notify('bew_queue', '')::text FROM accepted";

    /** See {@link dev.beworkflows.journal.RunQueue#accept}. */
    Future<KeyUse> accept(RunHistory run, Placement placement, Optional<IdempotencyKey> key, boolean taken) {
        if (key.isEmpty()) {
            return grouped.accept(new AcceptedRun(run, placement, 0)).map(new KeyUse.Fresh());
        }
        IdempotencyKey used = key.get();
        Tuple values = RunColumns.one(run, placement, 0);
        values.addString(used.caller()).addString(used.key()).addString(used.requestHash());
        String sql = taken ? ACCEPT_WITH_TAKEN_KEY : ACCEPT_WITH_NEW_KEY;
        return database.pool()
                .preparedQuery(sql)
                .execute(taken ? values.addUUID(owner) : values)
                .compose(accepted -> accepted.size() == 1
                        ? Future.succeededFuture(new KeyUse.Fresh())
                        : PgIdempotencyKeys.use(database.pool(), used));
    }

    private static final String ADOPT = "WITH nothing AS (SELECT)"
            + INSERT_RUN.formatted("true", "'running'", "$18, clock_timestamp() + $19 * interval '1 millisecond'")
            + """
            INSERT INTO task_output (run_id, task, output)
            SELECT id, task, output::json FROM accepted, unnest($20::text[], $21::text[]) AS o (task, output)
            """;

    /** See {@link dev.beworkflows.journal.RunQueue#adopt}. */
    Future<Void> adopt(RunHistory run, Map<TaskName, TaskOutput> outputs, Placement placement) {
        if (outputs.isEmpty()) {
            return grouped.accept(new AcceptedRun(run, placement, 1));
        }
        Tuple values = RunColumns.one(run, placement, 1).addUUID(owner).addLong(leaseMillis);
        List<Map.Entry<TaskName, TaskOutput>> left = List.copyOf(outputs.entrySet());
        values.addArrayOfString(left.stream().map(one -> one.getKey().value()).toArray(String[]::new));
        values.addArrayOfString(
                left.stream().map(one -> StoredOutputs.text(one.getValue())).toArray(String[]::new));
        return database.pool().preparedQuery(ADOPT).execute(values).mapEmpty();
    }
}
