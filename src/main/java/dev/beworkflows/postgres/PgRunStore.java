package dev.beworkflows.postgres;

import dev.beworkflows.journal.RefusedRunsException;
import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunStore;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;

/** Runs and their events in PostgreSQL. */
public final class PgRunStore implements RunStore {

    private final Database database;

    public PgRunStore(Database database) {
        this.database = database;
    }

    // one statement for both tables: one round trip, and all of it or nothing
    private static final String SAVE = """
            WITH saved AS (
                INSERT INTO run (id, workflow_id, version, mode, status, user_name, failure, accepted_at, started_at, finished_at)
                SELECT id, workflow_id, version, mode, status, user_name, failure::json, accepted_at, started_at, finished_at
                FROM unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::text[],
                            $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
                    AS r (id, workflow_id, version, mode, status, user_name, failure, accepted_at, started_at, finished_at)
                ON CONFLICT DO NOTHING)
            INSERT INTO run_event (run_id, seq, at, kind, details)
            SELECT run_id, seq, at, kind, details::json
            FROM unnest($11::uuid[], $12::bigint[], $13::timestamptz[], $14::text[], $15::text[]) AS e (run_id, seq, at, kind, details)
            ON CONFLICT DO NOTHING
            """;

    @Override
    public Future<Void> saveAll(List<RunHistory> runs) {
        return database.pool()
                .preparedQuery(SAVE)
                .execute(RunColumns.of(runs))
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

    private static final String EVENTS = """
            SELECT seq, at, kind, details::text AS details FROM run_event WHERE run_id = $1 ORDER BY seq
            """;

    @Override
    public Future<List<RunEvent>> events(RunId id) {
        return database.pool()
                .preparedQuery(EVENTS)
                .execute(Tuple.of(id.value()))
                .map(PgRunStore::read);
    }

    private static final String EVENTS_AFTER = """
            SELECT seq, at, kind, details::text AS details FROM run_event WHERE run_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
            """;

    @Override
    public Future<List<RunEvent>> events(RunId id, long after, int limit) {
        return database.pool()
                .preparedQuery(EVENTS_AFTER)
                .execute(Tuple.of(id.value(), after, limit))
                .map(PgRunStore::read);
    }

    @Override
    public Future<List<RunSummary>> list(RunFilter filter) {
        RunQuery query = RunQuery.of(filter);
        return database.pool()
                .preparedQuery(query.sql())
                .execute(query.values())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RunQuery::summary)
                        .toList());
    }

    static List<RunEvent> read(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PgRunStore::event)
                .toList();
    }

    static RunEvent event(Row row) {
        return new RunEvent(
                row.getLong("seq"),
                row.get(OffsetDateTime.class, "at").toInstant(),
                RunEventJson.readHappening(row.getString("kind"), PgJson.parse(row.getString("details"))));
    }
}
