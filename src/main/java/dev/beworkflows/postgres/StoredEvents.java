package dev.beworkflows.postgres;

import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the events of a run: the first ones, packed in the row of the run, as a row with the number 0, then those that have rows of their own. */
final class StoredEvents {
    private static final long PACKED = 0;

    private StoredEvents() {}

    private static final String ALL = """
            SELECT 0::bigint AS seq, accepted_at AS at, NULL AS kind, events AS details FROM run WHERE id = $1 AND events IS NOT NULL
            UNION ALL
            SELECT seq, at, kind, details::text FROM run_event WHERE run_id = $1
            ORDER BY seq
            """;

    static Future<List<RunEvent>> all(SqlClient client, RunId run) {
        return client.preparedQuery(ALL).execute(Tuple.of(run.value())).map(rows -> read(rows, 0, Integer.MAX_VALUE));
    }

    private static final String OF_ALL = """
            SELECT id AS run_id, 0::bigint AS seq, accepted_at AS at, NULL AS kind, events AS details
            FROM run WHERE id = ANY($1::uuid[]) AND events IS NOT NULL
            UNION ALL
            SELECT run_id, seq, at, kind, details::text FROM run_event WHERE run_id = ANY($1::uuid[])
            ORDER BY run_id, seq
            """;

    static Future<Map<RunId, List<RunEvent>>> ofAll(SqlClient client, UUID[] runs) {
        return client.preparedQuery(OF_ALL).execute(Tuple.of((Object) runs)).map(rows -> {
            Map<RunId, List<RunEvent>> events = new HashMap<>();
            rows.forEach(row -> events.computeIfAbsent(new RunId(row.getUUID("run_id")), none -> new ArrayList<>())
                    .addAll(read(row, 0, Integer.MAX_VALUE)));
            return events;
        });
    }

    // each half in the order of its index, and no more of it than is asked for
    private static final String AFTER = """
            (SELECT 0::bigint AS seq, accepted_at AS at, NULL AS kind, events AS details FROM run WHERE id = $1 AND events IS NOT NULL)
            UNION ALL
            (SELECT seq, at, kind, details::text FROM run_event WHERE run_id = $1 AND seq > $2 ORDER BY seq LIMIT $3)
            ORDER BY seq
            """;

    static Future<List<RunEvent>> after(SqlClient client, RunId run, long after, int limit) {
        return client.preparedQuery(AFTER)
                .execute(Tuple.of(run.value(), after, limit))
                .map(rows -> read(rows, after, limit));
    }

    private static List<RunEvent> read(RowSet<Row> rows, long after, int limit) {
        List<RunEvent> events = new ArrayList<>();
        rows.forEach(row -> events.addAll(read(row, after, limit - events.size())));
        return List.copyOf(events);
    }

    /** At most so many of the events of one row, from those after {@code after} on. */
    static List<RunEvent> read(Row row, long after, int limit) {
        Instant at = row.get(OffsetDateTime.class, "at").toInstant();
        String details = row.getString("details");
        if (row.getLong("seq") == PACKED) {
            return PackedEvents.unpack(details, at, after, limit);
        }
        return limit < 1
                ? List.of()
                : List.of(new RunEvent(
                        row.getLong("seq"),
                        at,
                        RunEventJson.readHappening(row.getString("kind"), PgJson.parse(details))));
    }
}
