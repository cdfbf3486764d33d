package dev.beworkflows.postgres;

import dev.beworkflows.journal.UserCursor;
import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The events of users in PostgreSQL, in the order of the transactions that wrote them. Only what is older than every transaction under way is read: whatever commits later comes later in
 * that order, so a cursor never skips it.
 */
public final class PgUserEvents implements UserEvents {
    private final Database database;

    public PgUserEvents(Database database) {
        this.database = database;
    }

    // Of the kinds that users are told the index has the events in it. Of the run of the cursor the pieces come from
    // the one on in which the cursor is; that, and the first piece, may
    // hold nothing
    // more: so two more than are wanted
    private static final String AFTER = """
            WITH cursor AS MATERIALIZED (
                SELECT coalesce(max(seq), 0) AS piece FROM run_piece WHERE run_id = $3::uuid AND seq <= $4::bigint)
            SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS settled, entry.xid::text AS xid, run_id, seq, at, kind, details
            FROM (VALUES (1)) AS always LEFT JOIN (SELECT * FROM (
                (SELECT e.xid, e.run_id, e.seq, e.at, e.kind, e.details::text AS details
                 FROM run_event e JOIN run r ON r.id = e.run_id
                 WHERE (e.xid, e.run_id, e.seq) > ($2::text::xid8, $3::uuid, $4::bigint)
                   AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
                   AND e.kind IN (%s)
                   AND r.user_name IS NOT DISTINCT FROM $1
                 ORDER BY e.xid, e.run_id, e.seq
                 LIMIT $5 + 2)
                UNION ALL
                (SELECT r.xid, r.id, 1, r.accepted_at, NULL, r.events
                 FROM run r
                 WHERE r.xid >= $2::text::xid8 AND (r.xid, r.id) >= ($2::text::xid8, $3::uuid)
                   AND r.xid < pg_snapshot_xmin(pg_current_snapshot())
                   AND r.user_name IS NOT DISTINCT FROM $1
                 ORDER BY r.xid, r.id
                 LIMIT $5 + 2)
                UNION ALL
                (SELECT p.xid, p.run_id, p.seq, p.at, NULL, p.events
                 FROM run_piece p JOIN run r ON r.id = p.run_id
                 WHERE p.for_users AND p.xid >= $2::text::xid8
                   AND (p.xid, p.run_id, p.seq) >= ($2::text::xid8, $3::uuid, (SELECT piece FROM cursor))
                   AND p.xid < pg_snapshot_xmin(pg_current_snapshot())
                   AND r.user_name IS NOT DISTINCT FROM $1
                 ORDER BY p.xid, p.run_id, p.seq
                 LIMIT $5 + 2)) AS found
            ORDER BY found.xid, run_id, seq
            LIMIT $5 + 2) AS entry ON true
            ORDER BY entry.xid, run_id, seq
            """.formatted(KINDS.stream().collect(Collectors.joining("', '", "'", "'")));

    @Override
    public Future<Page> after(Optional<String> user, UserCursor cursor, int limit) {
        Tuple values = Tuple.tuple()
                .addString(user.map(PgText::storable).orElse(null))
                .addString(Long.toUnsignedString(cursor.xid()))
                .addUUID(cursor.run())
                .addLong(cursor.seq())
                .addInteger(limit);
        return database.pool()
                .preparedQuery(AFTER)
                .execute(values)
                .compose(rows -> database.read(rows, StoredEvents.DETAILS, read -> page(read, cursor, limit)));
    }

    /** Where there is nothing, there is one row without an event. What was not asked for any more is not looked at, so the page ends with its last event then. */
    private static Page page(RowSet<Row> rows, UserCursor cursor, int limit) {
        List<Entry> all = StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> row.getString("xid") != null)
                .flatMap(row -> entries(row, cursor))
                .limit(limit + 1L)
                .toList();
        if (all.size() <= limit && rows.size() < limit + 2) {
            UserCursor settled = UserCursor.before(xid(rows.iterator().next(), "settled"));
            return new Page(all, settled.compareTo(cursor) > 0 ? settled : cursor, true);
        }
        List<Entry> some = all.subList(0, Math.min(limit, all.size()));
        return new Page(some, some.get(some.size() - 1).cursor(), false);
    }

    private static Stream<Entry> entries(Row row, UserCursor cursor) {
        UUID run = row.getUUID("run_id");
        long xid = xid(row, "xid");
        boolean begun = xid == cursor.xid() && run.equals(cursor.run());
        long after = begun ? cursor.seq() : 0;
        List<RunEvent> events = StoredEvents.read(row, after, Integer.MAX_VALUE);
        StoredEvents.writeRequest(events);
        return events.stream()
                .filter(UserEvents::tells)
                .map(event -> new Entry(new UserCursor(xid, run, event.seq()), new RunId(run), event));
    }

    private static long xid(Row row, String column) {
        return Long.parseUnsignedLong(row.getString(column));
    }

    private static final String NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid";

    @Override
    public Future<UserCursor> now() {
        return database.pool()
                .query(NOW)
                .execute()
                .map(rows -> UserCursor.before(xid(rows.iterator().next(), "xid")));
    }
}
