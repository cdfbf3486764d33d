package dev.beworkflows.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;

/** The migrations of this server, and whether a database has exactly these: then Flyway need not be loaded, which takes as long as the rest of a start. */
final class MigrationFiles {

    /** In order. */
    static final List<String> NAMES = List.of(
            "V1__workflows_and_runs.sql",
            "V2__background_runs.sql",
            "V3__published_versions.sql",
            "V4__keys.sql",
            "V5__secrets.sql",
            "V6__schedules.sql",
            "V7__conditions.sql",
            "V8__packed_events.sql",
            "V9__environments.sql",
            "V10__runs_by_mode.sql");

    private static final String UNDEFINED_TABLE = "42P01";

    private MigrationFiles() {}

    private static final String DONE = """
            SELECT script, checksum FROM flyway_schema_history WHERE success AND version IS NOT NULL ORDER BY installed_rank
            """;

    /** False: something is missing, or is not what this server knows. */
    static Future<Boolean> areDone(Database database) {
        return database.pool()
                .query(DONE)
                .execute()
                .map(rows -> Rows.list(rows, MigrationFiles::shown)
                        .equals(NAMES.stream().map(MigrationFiles::shown).toList()))
                .recover(failure ->
                        failure instanceof PgException refusal && UNDEFINED_TABLE.equals(refusal.getSqlState())
                                ? Future.succeededFuture(false)
                                : Future.failedFuture(failure));
    }

    private static String shown(Row row) {
        return row.getString("script") + " " + row.getInteger("checksum");
    }

    private static String shown(String name) {
        return name + " " + checksum(name);
    }

    /** As Flyway computes it: of the lines, without their ends. */
    private static int checksum(String name) {
        InputStream file = Objects.requireNonNull(MigrationFiles.class.getResourceAsStream("/db/migration/" + name));
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            CRC32 crc = new CRC32();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                crc.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return (int) crc.getValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
