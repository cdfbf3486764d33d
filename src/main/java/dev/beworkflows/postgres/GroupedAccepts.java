package dev.beworkflows.postgres;

import dev.beworkflows.journal.RefusedRunsException;
import dev.beworkflows.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Accepts runs without a key, many in one transaction: the first at once, and while it is being written the next ones gather. Each completes when its own transaction is durable. May be
 * used from any thread; its state belongs to its loop.
 */
final class GroupedAccepts {

    private static final int MOST = 200;

    private final Database database;
    private final UUID owner;
    private final long leaseMillis;
    private final EventLoop loop;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean writing;

    private record Waiting(AcceptedRun run, Promise<Void> done) {}

    GroupedAccepts(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.owner = owner;
        this.leaseMillis = lease.toMillis();
        this.loop = database.newLoop();
    }

    /** When it is not known whether the run was accepted, as the database went away, this fails. */
    Future<Void> accept(AcceptedRun run) {
        Promise<Void> done = loop.promiseForCaller();
        loop.run(() -> {
            waiting.addLast(new Waiting(run, done));
            writeNext();
        });
        return done.future();
    }

    private void writeNext() {
        if (writing || waiting.isEmpty()) {
            return;
        }
        List<Waiting> group = new ArrayList<>();
        while (group.size() < MOST && !waiting.isEmpty()) {
            group.add(waiting.removeFirst());
        }
        writing = true;
        write(group).onComplete(nothing -> {
            writing = false;
            writeNext();
        });
    }

    /** One bad run must not keep the others from being accepted. */
    private Future<Void> write(List<Waiting> group) {
        return loop.bring(insert(group))
                .onSuccess(accepted -> group.forEach(one -> one.done.complete()))
                .recover(failure -> {
                    if (group.size() > 1 && failure instanceof RefusedRunsException) {
                        return writeOneByOne(group);
                    }
                    group.forEach(one -> one.done.fail(failure));
                    return Future.succeededFuture();
                });
    }

    private Future<Void> writeOneByOne(List<Waiting> group) {
        Future<Void> written = Future.succeededFuture();
        for (Waiting one : group) {
            written = written.compose(before -> write(List.of(one)));
        }
        return written;
    }

    // a run with an epoch is claimed already, by this server, and nobody needs to hear of it
    private static final String ACCEPT = """
            WITH sent AS MATERIALIZED (
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::timestamptz[],
                                     $8::timestamptz[], $9::bigint[], $10::text[], $11::smallint[], $12::timestamptz[], $13::integer[])
                    AS s (id, workflow_id, version, mode, status, user_name, accepted_at, started_at, epoch, events, priority, run_at,
                          concurrency))
            , accepted AS (
                INSERT INTO run (id, workflow_id, version, mode, status, user_name, accepted_at, started_at, epoch, events, xid)
                SELECT id, workflow_id, version, mode, status, user_name, accepted_at, started_at, epoch, events,
                       pg_current_xact_id()
                FROM sent
                ON CONFLICT DO NOTHING RETURNING id)
            , pieces AS (
                INSERT INTO run_piece (run_id, seq, at, events, for_users)
                SELECT p.* FROM unnest($14::uuid[], $15::bigint[], $16::timestamptz[], $17::text[], $18::boolean[])
                    AS p (run_id, seq, at, events, for_users)
                JOIN accepted a ON a.id = p.run_id)
            , queued AS (
                INSERT INTO queued_run (run_id, workflow_id, state, priority, run_at, concurrency, epoch, owner, lease_until)
                SELECT id, workflow_id, CASE epoch WHEN 0 THEN 'queued' ELSE 'running' END, priority,
                       greatest(run_at, clock_timestamp()), concurrency, epoch, CASE WHEN epoch > 0 THEN $19::uuid END,
                       CASE WHEN epoch > 0 THEN clock_timestamp() + $20::bigint * interval '1 millisecond' END
                FROM sent JOIN accepted USING (id))
            SELECT pg_notify('bew_queue', '')::text FROM sent WHERE epoch = 0 LIMIT 1
            """;

    private Future<Void> insert(List<Waiting> group) {
        Tuple values = RunColumns.accepted(group.stream().map(Waiting::run).toList())
                .addUUID(owner)
                .addLong(leaseMillis);
        return database.pool()
                .preparedQuery(ACCEPT)
                .execute(values)
                .<Void>mapEmpty()
                .recover(PgRunStore::explain);
    }
}
