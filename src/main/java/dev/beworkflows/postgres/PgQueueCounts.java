package dev.beworkflows.postgres;

import dev.beworkflows.journal.QueueCounts;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Counts what waits in the queue. Each time reads all of it, which is short; so it is not to be asked often. */
public final class PgQueueCounts {
    private final Database database;
    private final InstantSource clock;

    public PgQueueCounts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    // the age, not the time: the clocks of the two may differ
    private static final String COUNT = """
            SELECT count(*) FILTER (WHERE state = 'queued' AND run_at <= now.at) AS ready,
                   count(*) FILTER (WHERE state = 'queued' AND run_at > now.at) AS delayed,
                   count(*) FILTER (WHERE state = 'running') AS running,
                   (extract(epoch FROM max(now.at - run_at) FILTER (WHERE state = 'queued' AND run_at <= now.at)) * 1000)::bigint AS age
            FROM queued_run, (SELECT clock_timestamp() AS at) AS now
            """;

    /** Fails when the database cannot be reached. */
    public Future<QueueCounts> count() {
        return database.pool()
                .query(COUNT)
                .execute()
                .map(rows -> counts(rows.iterator().next()));
    }

    private QueueCounts counts(Row row) {
        return new QueueCounts(
                row.getLong("ready"),
                row.getLong("delayed"),
                row.getLong("running"),
                Optional.ofNullable(row.getLong("age"))
                        .map(millis -> clock.instant().minus(Duration.ofMillis(millis))));
    }
}
