package dev.beworkflows.postgres;

import dev.beworkflows.access.KeyInfo;
import dev.beworkflows.access.KeySecret;
import dev.beworkflows.access.KeyStore;
import dev.beworkflows.access.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Keys and sessions in PostgreSQL. Every change announces itself in the statement that makes it. */
public final class PgKeyStore implements KeyStore {

    private final Database database;
    private final Notifications changes;

    public PgKeyStore(Database database, Notifications changes) {
        this.database = database;
        this.changes = changes;
    }

    private static final String KEYS = """
            SELECT * FROM api_key
            """;

    private static final String SESSIONS = """
            SELECT hash, key_id, expires_at FROM session WHERE expires_at > clock_timestamp()
            """;

    @Override
    public Future<Snapshot> all() {
        return Future.all(query(KEYS, Tuple.tuple()), query(SESSIONS, Tuple.tuple()))
                .map(both -> new Snapshot(keys(both.resultAt(0)), sessions(both.resultAt(1))));
    }

    private static final String CREATE = """
            WITH created AS (
                INSERT INTO api_key (id, name, hash, hint, role, workflows, user_name, may_act_for_others, rate_per_minute, created_by, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                RETURNING *)
            SELECT *, pg_notify('bew_key', '')::text FROM created
            """;

    @Override
    public Future<KeyInfo> create(NewKey key, KeySecret secret) {
        KeyInfo.Grant grant = key.grant();
        Tuple values = Tuple.tuple()
                .addString(UUID.randomUUID().toString().replace("-", "").substring(20))
                .addString(PgText.storable(key.name()))
                .addBuffer(hash(secret))
                .addString(secret.hint())
                .addString(grant.role().json())
                .addArrayOfString(grant.workflows().toArray(String[]::new))
                .addString(PgText.storable(grant.user()))
                .addBoolean(grant.mayActForOthers())
                .addInteger(
                        grant.ratePerMinute().isPresent()
                                ? grant.ratePerMinute().getAsInt()
                                : null)
                .addString(key.createdBy().map(PgText::storable).orElse(null))
                .addOffsetDateTime(key.expiresAt()
                        .map(time -> time.atOffset(ZoneOffset.UTC))
                        .orElse(null));
        return query(CREATE, values).map(rows -> key(rows.iterator().next()));
    }

    private static final String REVOKE = """
            WITH revoked AS (
                UPDATE api_key SET revoked_at = clock_timestamp() WHERE id = $1 AND revoked_at IS NULL RETURNING id),
            closed AS (
                DELETE FROM session USING revoked WHERE key_id = revoked.id)
            SELECT id, pg_notify('bew_key', '')::text FROM revoked
            """;

    @Override
    public Future<Boolean> revoke(String id) {
        return query(REVOKE, Tuple.of(id)).map(rows -> rows.size() > 0);
    }

    // those that ran out go when the next one is opened
    private static final String OPEN_SESSION = """
            WITH over AS (
                DELETE FROM session WHERE expires_at <= clock_timestamp()),
            opened AS (
                INSERT INTO session (hash, key_id, expires_at)
                VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond')
                RETURNING key_id)
            SELECT pg_notify('bew_key', '')::text FROM opened
            """;

    @Override
    public Future<Void> openSession(String key, KeySecret secret, Duration life) {
        return query(OPEN_SESSION, Tuple.of(hash(secret), key, (double) life.toMillis()))
                .mapEmpty();
    }

    private static final String CLOSE_SESSION = """
            WITH closed AS (DELETE FROM session WHERE hash = $1 RETURNING key_id)
            SELECT pg_notify('bew_key', '')::text FROM closed
            """;

    @Override
    public Future<Void> closeSession(KeySecret secret) {
        return query(CLOSE_SESSION, Tuple.of(hash(secret))).mapEmpty();
    }

    private static final String USED = """
            UPDATE api_key SET last_used_at = clock_timestamp() WHERE id = ANY ($1)
            """;

    @Override
    public Future<Void> used(Set<String> ids) {
        return query(USED, Tuple.of(ids.toArray(String[]::new))).mapEmpty();
    }

    @Override
    public void onChange(Runnable listener) {
        changes.onKey(listener);
    }

    private static Buffer hash(KeySecret secret) {
        return Buffer.buffer(HexFormat.of().parseHex(secret.hash()));
    }

    private static Map<String, KeyInfo> keys(RowSet<Row> rows) {
        Map<String, KeyInfo> keys = new HashMap<>();
        rows.forEach(row -> keys.put(hash(row), key(row)));
        return keys;
    }

    private static Map<String, Session> sessions(RowSet<Row> rows) {
        Map<String, Session> sessions = new HashMap<>();
        rows.forEach(row -> sessions.put(
                hash(row),
                new Session(row.getString("key_id"), time(row, "expires_at").orElseThrow())));
        return sessions;
    }

    private static String hash(Row row) {
        return HexFormat.of().formatHex(row.getBuffer("hash").getBytes());
    }

    private static KeyInfo key(Row row) {
        Integer rate = row.getInteger("rate_per_minute");
        return new KeyInfo(
                row.getString("id"),
                row.getString("name"),
                row.getString("hint"),
                new KeyInfo.Grant(
                        Role.parse(row.getString("role")),
                        List.of(row.getArrayOfStrings("workflows")),
                        row.getString("user_name"),
                        row.getBoolean("may_act_for_others"),
                        rate == null ? OptionalInt.empty() : OptionalInt.of(rate)),
                new KeyInfo.Times(
                        time(row, "created_at").orElseThrow(),
                        Optional.ofNullable(row.getString("created_by")),
                        time(row, "expires_at"),
                        time(row, "revoked_at"),
                        time(row, "last_used_at")));
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values);
    }
}
