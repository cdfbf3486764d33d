package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.journal.IdempotencyKey;
import dev.beworkflows.journal.IdempotencyKeys;
import dev.beworkflows.journal.KeyUse;
import dev.beworkflows.run.RunId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Idempotency keys in PostgreSQL. */
public final class PgIdempotencyKeys implements IdempotencyKeys {
    private final Database database;
    private final UUID owner;
    private final long leaseMillis;

    /**
     * @param owner names this server
     * @param lease for how long a key is this server's unless the queue's owner renews it
     */
    public PgIdempotencyKeys(Database database, UUID owner, Duration lease) {
        this.database = database;
        this.owner = owner;
        this.leaseMillis = lease.toMillis();
    }

    // one statement: of many at once, one inserts
    private static final String TAKE = """
            INSERT INTO idempotency_key (caller, workflow_id, key, request_hash, state, owner, lease_until)
            VALUES ($1, $2, $3, $4, 'taken', $5, clock_timestamp() + $6 * interval '1 millisecond')
            ON CONFLICT DO NOTHING RETURNING key
            """;

    @Override
    public Future<KeyUse> take(IdempotencyKey key) {
        Tuple values = names(key).addString(key.requestHash()).addUUID(owner).addLong(leaseMillis);
        return database.pool()
                .preparedQuery(TAKE)
                .execute(values)
                .compose(rows ->
                        rows.size() == 1 ? Future.succeededFuture(new KeyUse.Fresh()) : use(database.pool(), key));
    }

    private static final String ANSWER = """
            UPDATE idempotency_key SET state = 'answered', owner = NULL, lease_until = NULL, status = $4, headers = $5::text::json, body = $6
            WHERE caller = $1 AND workflow_id = $2 AND key = $3 AND state = 'taken' AND owner = $7
            """;

    @Override
    public Future<Void> answer(IdempotencyKey key, KeyUse.Answer answer) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        answer.headers().forEach(headers::put);
        Tuple values = names(key)
                .addInteger(answer.status())
                .addString(PgJson.text(headers))
                .addBuffer(answer.body())
                .addUUID(owner);
        return database.pool().preparedQuery(ANSWER).execute(values).mapEmpty();
    }

    private static final String GIVE_BACK = """
            DELETE FROM idempotency_key WHERE caller = $1 AND workflow_id = $2 AND key = $3 AND state = 'taken' AND owner = $4
            """;

    @Override
    public Future<Void> giveBack(IdempotencyKey key) {
        return database.pool()
                .preparedQuery(GIVE_BACK)
                .execute(names(key).addUUID(owner))
                .mapEmpty();
    }

    private static final String USE = """
            SELECT request_hash, state, lease_until < clock_timestamp() AS is_over, run_id, status, headers::text AS headers, body
            FROM idempotency_key WHERE caller = $1 AND workflow_id = $2 AND key = $3
            """;

    /** What a key that cannot be taken stands for. */
    static Future<KeyUse> use(SqlClient client, IdempotencyKey key) {
        return client.preparedQuery(USE)
                .execute(names(key))
                .map(rows -> Rows.first(rows, row -> use(row, key))
                        .orElse(new KeyUse.InProgress())); // it was given back just now
    }

    private static KeyUse use(Row row, IdempotencyKey key) {
        if (!row.getString("request_hash").equals(key.requestHash())) {
            return new KeyUse.OtherRequest();
        }
        return switch (row.getString("state")) {
            case "accepted" -> new KeyUse.Accepted(new RunId(row.getUUID("run_id")));
            case "answered" -> new KeyUse.Answered(answer(row));
            default -> row.getBoolean("is_over") ? new KeyUse.Interrupted() : new KeyUse.InProgress();
        };
    }

    private static KeyUse.Answer answer(Row row) {
        Map<String, String> headers = new LinkedHashMap<>();
        PgJson.parse(row.getString("headers"))
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().textValue()));
        Buffer body = row.getBuffer("body");
        return new KeyUse.Answer(row.getInteger("status"), headers, body);
    }

    private static Tuple names(IdempotencyKey key) {
        return Tuple.of(key.caller(), key.workflow().value(), key.key());
    }
}
