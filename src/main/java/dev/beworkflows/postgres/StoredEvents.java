package dev.beworkflows.postgres;

import dev.beworkflows.run.Happening;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the events of a run: the first piece, which stands in the row of the run, then further pieces, and of runs that were stored before there were pieces a row each. A piece is a row
 * without a kind.
 */
final class StoredEvents {

    /** The column of the text that events are read from. */
    static final String DETAILS = "details";

    private StoredEvents() {}

    private static final String ALL = """
            SELECT 1::bigint AS seq, accepted_at AS at, NULL AS kind, events AS details FROM run WHERE id = $1 AND events IS NOT NULL
            UNION ALL
            SELECT seq, at, NULL, events FROM run_piece WHERE run_id = $1
            UNION ALL
            SELECT seq, at, kind, details::text FROM run_event WHERE run_id = $1
            ORDER BY seq
            """;

    static Future<List<RunEvent>> all(Database database, RunId run) {
        return query(database, ALL, Tuple.of(run.value()), rows -> read(rows, 0, Integer.MAX_VALUE));
    }

    private static final String OF_ALL = """
            SELECT id AS run_id, 1::bigint AS seq, accepted_at AS at, NULL AS kind, events AS details
            FROM run WHERE id = ANY($1::uuid[]) AND events IS NOT NULL
            UNION ALL
            SELECT run_id, seq, at, NULL, events FROM run_piece WHERE run_id = ANY($1::uuid[])
            UNION ALL
            SELECT run_id, seq, at, kind, details::text FROM run_event WHERE run_id = ANY($1::uuid[])
            ORDER BY run_id, seq
            """;

    /** Of runs that are to go on. */
    static Future<Map<RunId, List<RunEvent>>> ofAll(Database database, UUID[] runs) {
        return query(database, OF_ALL, Tuple.of((Object) runs), rows -> {
            Map<RunId, List<RunEvent>> events = new HashMap<>();
            rows.forEach(row -> events.computeIfAbsent(new RunId(row.getUUID("run_id")), none -> new ArrayList<>())
                    .addAll(read(row, 0, Integer.MAX_VALUE)));
            events.values().forEach(StoredEvents::writeRequest);
            return events;
        });
    }

    // numbers have no gaps: the page is in the piece that holds its first event, and in those that begin before its end
    private static final String AFTER = """
            WITH piece AS (SELECT max(seq) AS first FROM run_piece WHERE run_id = $1 AND seq <= $2::bigint + 1)
            SELECT 1::bigint AS seq, accepted_at AS at, NULL AS kind, events AS details
            FROM run, piece WHERE id = $1 AND events IS NOT NULL AND first IS NULL
            UNION ALL
            SELECT seq, at, NULL, events
            FROM run_piece, piece WHERE run_id = $1 AND seq >= coalesce(first, 1) AND seq <= $2::bigint + $3::integer
            UNION ALL
            SELECT seq, at, kind, details::text
            FROM run_event WHERE run_id = $1 AND seq > $2::bigint AND seq <= $2::bigint + $3::integer
            ORDER BY seq
            """;

    static Future<List<RunEvent>> after(Database database, RunId run, long after, int limit) {
        return query(database, AFTER, Tuple.of(run.value(), after, limit), rows -> {
            List<RunEvent> events = read(rows, after, limit);
            writeRequest(events);
            return events;
        });
    }

    private static <T> Future<T> query(Database database, String sql, Tuple values, Function<RowSet<Row>, T> reading) {
        return database.pool()
                .preparedQuery(sql)
                .execute(values)
                .compose(rows -> database.read(rows, DETAILS, reading));
    }

    /** It goes on as text, to a worker or to those who watch. */
    static void writeRequest(List<RunEvent> events) {
        if (!events.isEmpty() && events.get(0).happening() instanceof Happening.Accepted accepted) {
            accepted.header().request().write();
        }
    }

    private static List<RunEvent> read(RowSet<Row> rows, long after, int limit) {
        List<RunEvent> events = new ArrayList<>();
        rows.forEach(row -> events.addAll(read(row, after, limit - events.size())));
        return List.copyOf(events);
    }

    /** At most so many of the events of one row, from those after {@code after} on. */
    static List<RunEvent> read(Row row, long after, int limit) {
        long seq = row.getLong("seq");
        Instant at = row.get(OffsetDateTime.class, "at").toInstant();
        String kind = row.getString("kind");
        String details = row.getString(DETAILS);
        if (kind == null) {
            return PackedEvents.unpack(details, seq, at, after, limit);
        }
        return limit < 1
                ? List.of()
                : List.of(new RunEvent(seq, at, RunEventJson.readHappening(kind, PgJson.parse(details))));
    }
}
