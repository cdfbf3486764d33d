package dev.beworkflows.postgres;

import dev.beworkflows.secrets.SecretStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Sealed secrets in PostgreSQL. Every change announces itself in the statement that makes it. */
public final class PgSecretStore implements SecretStore {

    private final Database database;
    private final Notifications changes;

    public PgSecretStore(Database database, Notifications changes) {
        this.database = database;
        this.changes = changes;
    }

    private static final String ALL = """
            SELECT name, sealed, updated_at, updated_by FROM workflow_secret ORDER BY name
            """;

    @Override
    public Future<List<Sealed>> all() {
        return query(ALL, Tuple.tuple())
                .map(rows -> Rows.list(rows, row -> new Sealed(info(row), row.getBuffer("sealed"))));
    }

    private static final String PUT = """
            WITH put AS (
                INSERT INTO workflow_secret (name, sealed, updated_by) VALUES ($1, $2, $3)
                ON CONFLICT (name) DO UPDATE
                    SET sealed = excluded.sealed, updated_by = excluded.updated_by, updated_at = clock_timestamp()
                RETURNING *)
            SELECT name, updated_at, updated_by, pg_notify('bew_secret', '')::text FROM put
            """;

    @Override
    public Future<Info> put(String name, Buffer sealed, Optional<String> updatedBy) {
        Tuple values = Tuple.of(name, sealed, updatedBy.map(PgText::storable).orElse(null));
        return query(PUT, values).map(rows -> info(rows.iterator().next()));
    }

    private static final String DELETE = """
            WITH deleted AS (DELETE FROM workflow_secret WHERE name = $1 RETURNING name)
            SELECT name, pg_notify('bew_secret', '')::text FROM deleted
            """;

    @Override
    public Future<Boolean> delete(String name) {
        return query(DELETE, Tuple.of(name)).map(rows -> rows.size() > 0);
    }

    @Override
    public void onChange(Runnable listener) {
        changes.onSecret(listener);
    }

    private static Info info(Row row) {
        return new Info(
                row.getString("name"),
                row.get(OffsetDateTime.class, "updated_at").toInstant(),
                Optional.ofNullable(row.getString("updated_by")));
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values);
    }
}
