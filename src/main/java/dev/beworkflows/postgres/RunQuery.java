package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.FailureJson;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.run.TimeOrderedUuid;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The statement for a list of runs. It says only what the filter asks for: with a condition that might be switched off, the planner could not count on an index.
 */
record RunQuery(String sql, Tuple values) {

    private static final String COLUMNS = """
            SELECT id, workflow_id, version, mode, status, user_name, failure::text AS failure, accepted_at, started_at, finished_at
            FROM run
            """;

    /** How far the clock in a run's id may be from the time of its first event. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final UUID LEAST = new UUID(0, 0);

    static RunQuery of(RunFilter filter) {
        List<String> conditions = new ArrayList<>();
        Tuple values = Tuple.tuple();
        filter.workflow().ifPresent(id -> conditions.add("workflow_id = " + value(values, id.value())));
        // a literal, one of five words: only so can the index of runs that did not succeed be used
        filter.status().ifPresent(status -> conditions.add("status = '" + status.json() + "'"));
        filter.user().ifPresent(name -> conditions.add("user_name = " + value(values, PgText.storable(name))));
        filter.since().ifPresent(since -> {
            conditions.add("accepted_at >= " + value(values, since.atOffset(ZoneOffset.UTC)));
            conditions.add("id >= " + value(values, idAt(since.minus(SLACK))));
        });
        filter.until().ifPresent(until -> {
            conditions.add("accepted_at < " + value(values, until.atOffset(ZoneOffset.UTC)));
            conditions.add("id < " + value(values, idAt(until.plus(SLACK))));
        });
        filter.before().ifPresent(id -> conditions.add("id < " + value(values, id.value())));
        String where = conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions) + "\n";
        return new RunQuery(COLUMNS + where + "ORDER BY id DESC LIMIT " + value(values, filter.limit()), values);
    }

    static RunSummary summary(Row row) {
        return new RunSummary(
                new RunId(row.getUUID("id")),
                new VersionRef(new WorkflowId(row.getString("workflow_id")), row.getInteger("version")),
                Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                RunStatus.parse(row.getString("status")),
                Optional.ofNullable(row.getString("user_name")),
                Optional.ofNullable(row.getString("failure")).map(PgJson::parse).map(FailureJson::read),
                new RunSummary.Times(
                        instant(row, "accepted_at").orElseThrow(),
                        instant(row, "started_at"),
                        instant(row, "finished_at")));
    }

    private static String value(Tuple values, Object value) {
        values.addValue(value);
        return "$" + values.size();
    }

    /** The ids of runs begin with the time at which they were made: so the index on ids finds times as well. */
    private static UUID idAt(Instant instant) {
        return TimeOrderedUuid.of(Math.max(0, instant.toEpochMilli()), LEAST);
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }
}
