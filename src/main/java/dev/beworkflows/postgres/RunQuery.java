package dev.beworkflows.postgres;

import dev.beworkflows.journal.RunFilter;
import dev.beworkflows.journal.RunSummary;
import dev.beworkflows.run.FailureJson;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The statement for a list of runs. */
record RunQuery(String sql, Tuple values) {

    static final String COLUMNS = """
            SELECT id, workflow_id, version, mode, status, user_name, failure::text AS failure, accepted_at, started_at, finished_at
            FROM run
            """;

    static RunQuery of(RunFilter filter) {
        RunConditions conditions = new RunConditions()
                .choice(filter.choice())
                .since(filter.since())
                .until(filter.until())
                .before(filter.before());
        String sql = COLUMNS + conditions.where() + "ORDER BY id DESC LIMIT " + conditions.value(filter.limit());
        return new RunQuery(sql, conditions.values());
    }

    static RunSummary summary(Row row) {
        return new RunSummary(
                new RunId(row.getUUID("id")),
                new VersionRef(new WorkflowId(row.getString("workflow_id")), row.getInteger("version")),
                Mode.parse(row.getString("mode")),
                RunStatus.parse(row.getString("status")),
                Optional.ofNullable(row.getString("user_name")),
                Optional.ofNullable(row.getString("failure")).map(PgJson::parse).map(FailureJson::read),
                new RunSummary.Times(
                        instant(row, "accepted_at").orElseThrow(),
                        instant(row, "started_at"),
                        instant(row, "finished_at")));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }
}
