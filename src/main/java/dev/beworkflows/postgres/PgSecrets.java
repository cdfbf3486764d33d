package dev.beworkflows.postgres;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;

/** Random bytes that are made once and are the same for all servers on the database. */
public final class PgSecrets {
    private static final int BYTES = 32;

    private final Database database;

    public PgSecrets(Database database) {
        this.database = database;
    }

    // the row of whoever came first; a conflicting row is only read, but has to be visible to this statement
    private static final String MAKE = """
            INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING value
            """;

    /** The secret of a name, made at the first use. */
    public Future<byte[]> of(String name) {
        byte[] fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        return database.pool()
                .preparedQuery(MAKE)
                .execute(Tuple.of(name, Buffer.buffer(fresh)))
                .map(rows -> rows.iterator().next().getBuffer("value").getBytes());
    }
}
