package dev.beworkflows.postgres;

import dev.beworkflows.files.ObjectCatalog;
import dev.beworkflows.files.ObjectId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** Which files the object store has, in PostgreSQL. */
public final class PgObjectCatalog implements ObjectCatalog {

    private final Database database;

    public PgObjectCatalog(Database database) {
        this.database = database;
    }

    private static final String INSERT = """
            INSERT INTO stored_object (id, filename, content_type, size_bytes) VALUES ($1, $2, $3, $4)
            """;

    @Override
    public Future<Void> insert(Entry entry) {
        Tuple values = Tuple.of(
                entry.id().value(),
                PgText.storable(entry.filename()),
                PgText.storable(entry.contentType()),
                entry.size());
        return database.pool().preparedQuery(INSERT).execute(values).mapEmpty();
    }

    private static final String FIND = """
            SELECT id, filename, content_type, size_bytes FROM stored_object WHERE id = $1
            """;

    @Override
    public Future<Optional<Entry>> find(ObjectId id) {
        return database.pool()
                .preparedQuery(FIND)
                .execute(Tuple.of(id.value()))
                .map(rows -> Rows.first(rows, PgObjectCatalog::entry));
    }

    private static final String BYTES = """
            SELECT coalesce(sum(size_bytes), 0)::bigint AS bytes FROM stored_object
            """;

    @Override
    public Future<Long> bytes() {
        return database.pool()
                .query(BYTES)
                .execute()
                .map(rows -> rows.iterator().next().getLong("bytes"));
    }

    private static final String DELETE = """
            DELETE FROM stored_object WHERE id = $1
            """;

    @Override
    public Future<Boolean> delete(ObjectId id) {
        return database.pool()
                .preparedQuery(DELETE)
                .execute(Tuple.of(id.value()))
                .map(rows -> rows.rowCount() == 1);
    }

    private static Entry entry(Row row) {
        return new Entry(
                new ObjectId(row.getUUID("id")),
                row.getString("filename"),
                row.getString("content_type"),
                row.getLong("size_bytes"));
    }
}
