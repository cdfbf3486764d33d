package dev.beworkflows.postgres;

import dev.beworkflows.journal.RefusedRunsException;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunStore;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.List;

/** Runs and their events in PostgreSQL. */
public final class PgRunStore implements RunStore {

    private final Database database;

    public PgRunStore(Database database) {
        this.database = database;
    }

    // A run that ended is one row, with its events in it; only a long history has further pieces.
    // One statement for both tables: one round trip, and all of it or nothing
    private static final String SAVE = """
            WITH saved AS (
                INSERT INTO run (id, workflow_id, version, mode, status, user_name, failure, accepted_at, started_at, finished_at,
                                 events, xid)
                SELECT id, workflow_id, version, mode, status, user_name, failure::json, accepted_at, started_at, finished_at,
                       events, pg_current_xact_id()
                FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[],
                            $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[])
                    AS r (id, workflow_id, version, mode, status, user_name, failure, accepted_at, started_at, finished_at, events)
                ON CONFLICT DO NOTHING)
            INSERT INTO run_piece (run_id, seq, at, events, for_users)
            SELECT * FROM unnest($12::uuid[], $13::bigint[], $14::timestamptz[], $15::text[], $16::boolean[])
            ON CONFLICT DO NOTHING
            """;

    @Override
    public Future<Void> saveAll(List<RunHistory> runs) {
        return database.offLoop(() -> RunColumns.of(runs))
                .compose(columns -> database.pool().preparedQuery(SAVE).execute(columns))
                .<Void>mapEmpty()
                .recover(PgRunStore::explain);
    }

    /** Data that does not fit (class 22) or breaks a constraint (class 23) will do so again. */
    static <T> Future<T> explain(Throwable failure) {
        boolean refused = failure instanceof PgException refusal
                && (refusal.getSqlState().startsWith("22")
                        || refusal.getSqlState().startsWith("23"));
        return Future.failedFuture(refused ? new RefusedRunsException(failure) : failure);
    }

    @Override
    public Future<List<RunEvent>> events(RunId id) {
        return StoredEvents.all(database, id);
    }

    @Override
    public Future<List<RunEvent>> events(RunId id, long after, int limit) {
        return StoredEvents.after(database, id, after, limit);
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        RunQuery query = RunQuery.of(filter);
        return database.pool()
                .preparedQuery(query.sql())
                .execute(query.values())
                .map(rows -> Rows.list(rows, RunQuery::summary));
    }
}
