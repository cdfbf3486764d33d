package dev.beworkflows.postgres;

import dev.beworkflows.journal.UserEvents;
import dev.beworkflows.run.RunEvent;
import dev.beworkflows.run.RunEventJson;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The events of users in PostgreSQL, in the order of the transactions that wrote them. Only what is older than every transaction under way is read: whatever commits later comes later in
 * that order, so a cursor never skips it.
 */
public final class PgUserEvents implements UserEvents {
    private static final Pattern CURSOR = Pattern.compile("(\\d{1,19})\\.([0-9a-f-]{36})\\.(\\d{1,18})");

    /** Of the events that users are told; the index has them in it. */
    private static final Set<String> KINDS = Set.of(
            "accepted",
            "started",
            "message",
            "messages_dropped",
            "succeeded",
            "failed",
            "cancelled",
            "dead",
            "retried");

    private static final String FIRST_RUN = "00000000-0000-0000-0000-000000000000";

    private final Database database;

    public PgUserEvents(Database database) {
        this.database = database;
    }

    // Of the run of the cursor the pieces come from the one on in which the cursor is; that, and the first piece, may
    // hold nothing
    // more: so two more than are wanted
    private static final String AFTER = """
            WITH cursor AS MATERIALIZED (
                SELECT coalesce(max(seq), 0) AS piece FROM run_piece WHERE run_id = $3::uuid AND seq <= $4::bigint)
            SELECT xid::text AS xid, run_id, seq, at, kind, details FROM (
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
                 LIMIT $5 + 2)) AS entry
            ORDER BY entry.xid, run_id, seq
            LIMIT $5 + 2
            """.formatted(KINDS.stream().collect(Collectors.joining("', '", "'", "'")));

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
        return database.pool().preparedQuery(AFTER).execute(values).map(rows -> entries(rows, parts, limit));
    }

    private static List<Entry> entries(RowSet<Row> rows, MatchResult cursor, int limit) {
        return StreamSupport.stream(rows.spliterator(), false)
                .flatMap(row -> entries(row, cursor))
                .limit(limit)
                .toList();
    }

    private static Stream<Entry> entries(Row row, MatchResult cursor) {
        UUID run = row.getUUID("run_id");
        String xid = row.getString("xid");
        boolean begun = xid.equals(cursor.group(1)) && run.toString().equals(cursor.group(2));
        long after = begun ? Long.parseLong(cursor.group(3)) : 0;
        return StoredEvents.read(row, after, Integer.MAX_VALUE).stream()
                .filter(PgUserEvents::tells)
                .map(event -> new Entry(xid + "." + run + "." + event.seq(), new RunId(run), event));
    }

    /** Whether users are told of it. */
    static boolean tells(RunEvent event) {
        return KINDS.contains(RunEventJson.kind(event.happening()));
    }

    private static final String NOW = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid";

    @Override
    public Future<String> now() {
        return database.pool()
                .query(NOW)
                .execute()
                .map(rows -> rows.iterator().next().getString("xid") + "." + FIRST_RUN + ".0");
    }
}
