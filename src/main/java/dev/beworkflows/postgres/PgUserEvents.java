package dev.beworkflows.postgres;

import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The events of users in PostgreSQL, in the order of the transactions that wrote them. Only what is older than every transaction under way is read: whatever commits later comes later in
 * that order, so a cursor never skips it.
 */
public final class PgUserEvents implements UserEvents {
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,19})\\.([0-9a-f-]{36})\\.(\\d{1,18})");
    private static final String FIRST_RUN = "00000000-0000-0000-0000-000000000000";

    private final Database database;

    public PgUserEvents(Database database) {
        this.database = database;
    }

    private static final String AFTER = """
            SELECT e.xid::text AS xid, e.run_id, e.seq, e.at, e.kind, e.details::text AS details
            FROM run_event e JOIN run r ON r.id = e.run_id
            WHERE (e.xid, e.run_id, e.seq) > ($2::text::xid8, $3::uuid, $4::bigint)
              AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
              AND e.kind IN ('accepted', 'started', 'message', 'messages_dropped', 'succeeded', 'failed', 'cancelled', 'dead', 'retried')
              AND r.user_name IS NOT DISTINCT FROM $1
            ORDER BY e.xid, e.run_id, e.seq
            LIMIT $5
            """;

    @Override
    public Future<List<Entry>> after(Optional<String> user, String cursor, int limit) {
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            return Future.failedFuture(new IllegalArgumentException("this is no place among the events"));
        }
        Tuple values = Tuple.tuple()
                .addString(user.map(PgText::storable).orElse(null))
                .addString(parts.group(1))
                .addUUID(UUID.fromString(parts.group(2)))
                .addLong(Long.parseLong(parts.group(3)))
                .addInteger(limit);
        return database.pool()
                .preparedQuery(AFTER)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PgUserEvents::entry)
                        .toList());
    }

    private static final String NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid";

    @Override
    public Future<String> now() {
        return database.pool()
                .query(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getString("xid") + "." + FIRST_RUN + ".0");
    }

    private static Entry entry(Row row) {
        UUID run = row.getUUID("run_id");
        String cursor = row.getString("xid") + "." + run + "." + row.getLong("seq");
        return new Entry(cursor, new RunId(run), PgRunStore.event(row));
    }
}
