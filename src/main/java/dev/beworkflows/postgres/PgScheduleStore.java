package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.RunId;
import dev.beworkflows.schedule.CronTimes;
import dev.beworkflows.schedule.FixedRequest;
import dev.beworkflows.schedule.Missed;
import dev.beworkflows.schedule.Schedule;
import dev.beworkflows.schedule.ScheduleId;
import dev.beworkflows.schedule.ScheduleStore;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Schedules in PostgreSQL. Only the database's clock counts. */
public final class PgScheduleStore implements ScheduleStore {

    private static final String COLUMNS = """
            id, revision, workflow_id, cron, time_zone, request::text AS request, missed, enabled, user_name, created_at, updated_at,
            next_at, settled_until, last_run_id, last_run_at, last_problem, last_problem_at
            """;

    private final Database database;
    private final Notifications changes;

    public PgScheduleStore(Database database, Notifications changes) {
        this.database = database;
        this.changes = changes;
    }

    private static final String NOW = "SELECT clock_timestamp() AS now";

    @Override
    public Future<Instant> now() {
        return query(NOW, Tuple.tuple())
                .map(rows -> time(rows.iterator().next(), "now").orElseThrow());
    }

    private static final String CREATE = """
            WITH created AS (
                INSERT INTO schedule (id, workflow_id, cron, time_zone, request, missed, enabled, user_name, next_at)
                VALUES ($1, $2, $3, $4, $5::text::json, $6, $7, $8, $9)
                RETURNING *)
            SELECT pg_notify('bew_schedule', '')::text,
            """ + COLUMNS + "FROM created";

    @Override
    public Future<Schedule> create(Schedule.Plan plan, Optional<String> user, Optional<Instant> next) {
        return query(CREATE, values(ScheduleId.random(), plan, user, next))
                .map(rows -> schedule(rows.iterator().next()));
    }

    // to have been due and not yet fired is not forgotten because somebody changes the request
    private static final String UPDATE = """
            WITH updated AS (
                UPDATE schedule SET
                    next_at = CASE WHEN enabled AND $7 AND workflow_id = $2 AND cron = $3 AND time_zone = $4 THEN next_at ELSE $9 END,
                    workflow_id = $2, cron = $3, time_zone = $4, request = $5::text::json, missed = $6, enabled = $7, user_name = $8,
                    revision = revision + 1, updated_at = clock_timestamp()
                WHERE id = $1
                RETURNING *)
            SELECT pg_notify('bew_schedule', '')::text,
            """ + COLUMNS + "FROM updated";

    @Override
    public Future<Optional<Schedule>> update(
            ScheduleId id, Schedule.Plan plan, Optional<String> user, Optional<Instant> next) {
        return query(UPDATE, values(id, plan, user, next)).map(rows -> Rows.first(rows, PgScheduleStore::schedule));
    }

    private static final String FIND = "SELECT " + COLUMNS + "FROM schedule WHERE id = $1";

    @Override
    public Future<Optional<Schedule>> find(ScheduleId id) {
        return query(FIND, Tuple.of(id.value())).map(rows -> Rows.first(rows, PgScheduleStore::schedule));
    }

    private static final String LIST = "SELECT " + COLUMNS + "FROM schedule WHERE id > $1 ORDER BY id LIMIT $2";

    private static final String LIST_OF_WORKFLOW =
            "SELECT " + COLUMNS + "FROM schedule WHERE id > $1 AND workflow_id = $3 ORDER BY id LIMIT $2";

    @Override
    public Future<List<Schedule>> list(Optional<WorkflowId> workflow, Optional<ScheduleId> after, int limit) {
        Tuple values = Tuple.of(after.map(ScheduleId::value).orElse(""), limit);
        workflow.ifPresent(id -> values.addString(id.value()));
        return query(workflow.isPresent() ? LIST_OF_WORKFLOW : LIST, values)
                .map(rows -> Rows.list(rows, PgScheduleStore::schedule));
    }

    private static final String DELETE = "DELETE FROM schedule WHERE id = $1";

    @Override
    public Future<Boolean> delete(ScheduleId id) {
        return query(DELETE, Tuple.of(id.value())).map(rows -> rows.rowCount() > 0);
    }

    private static final String DUE = "SELECT clock_timestamp() AS now, " + COLUMNS + """
            FROM schedule WHERE next_at <= clock_timestamp() AND NOT id = ANY ($2)
            ORDER BY next_at, id LIMIT $1
            """;

    @Override
    public Future<List<Due>> due(int most, Set<ScheduleId> but) {
        String[] ids = but.stream().map(ScheduleId::value).toArray(String[]::new);
        return query(DUE, Tuple.of(most).addArrayOfString(ids))
                .map(rows -> Rows.list(
                        rows, row -> new Due(schedule(row), time(row, "now").orElseThrow())));
    }

    private static final String RAN = """
            UPDATE schedule
            SET next_at = $4, last_run_id = $5, last_run_at = next_at, last_problem = NULL, last_problem_at = NULL
            WHERE id = $1 AND revision = $2 AND next_at = $3
            """;

    private static final String NOT_RUN = """
            UPDATE schedule
            SET next_at = $4, last_problem = $5, last_problem_at = next_at
            WHERE id = $1 AND revision = $2 AND next_at = $3
            """;

    @Override
    public Future<Boolean> fired(Schedule seen, Outcome outcome, Optional<Instant> next) {
        Tuple values = seen(seen, next);
        if (outcome instanceof Outcome.Ran ran) {
            return query(RAN, values.addUUID(ran.run().value())).map(rows -> rows.rowCount() == 1);
        }
        String why = ((Outcome.NotRun) outcome).why();
        return query(NOT_RUN, values.addString(PgText.storable(why))).map(rows -> rows.rowCount() == 1);
    }

    private static final String SETTLE = """
            UPDATE schedule SET next_at = $4, settled_until = $5 WHERE id = $1 AND revision = $2 AND next_at = $3
            """;

    @Override
    public Future<Boolean> settle(Schedule seen, Optional<Instant> next, Instant settledUntil) {
        return query(SETTLE, seen(seen, next).addOffsetDateTime(settledUntil.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public void onChange(Runnable listener) {
        changes.onSchedule(listener);
    }

    private static Tuple seen(Schedule seen, Optional<Instant> next) {
        return Tuple.of(seen.id().value(), seen.revision())
                .addOffsetDateTime(offset(seen.progress().nextAt()))
                .addOffsetDateTime(offset(next));
    }

    private static Tuple values(ScheduleId id, Schedule.Plan plan, Optional<String> user, Optional<Instant> next) {
        return Tuple.tuple()
                .addString(id.value())
                .addString(plan.workflow().value())
                .addString(plan.times().cron())
                .addString(plan.times().zone().getId())
                .addString(PgJson.text(plan.request().json()))
                .addString(plan.missed().json())
                .addBoolean(plan.enabled())
                .addString(user.map(PgText::storable).orElse(null))
                .addOffsetDateTime(offset(next));
    }

    private static Schedule schedule(Row row) {
        return new Schedule(
                new ScheduleId(row.getString("id")),
                row.getInteger("revision"),
                new Schedule.Plan(
                        new WorkflowId(row.getString("workflow_id")),
                        CronTimes.of(row.getString("cron"), ZoneId.of(row.getString("time_zone"))),
                        new FixedRequest((ObjectNode) PgJson.parse(row.getString("request"))),
                        Missed.parse(row.getString("missed")),
                        row.getBoolean("enabled")),
                Optional.ofNullable(row.getString("user_name")),
                progress(row));
    }

    private static Schedule.Progress progress(Row row) {
        return new Schedule.Progress(
                time(row, "created_at").orElseThrow(),
                time(row, "updated_at").orElseThrow(),
                time(row, "next_at"),
                time(row, "settled_until"),
                time(row, "last_run_at").map(at -> new Schedule.LastRun(new RunId(row.getUUID("last_run_id")), at)),
                time(row, "last_problem_at").map(at -> new Schedule.LastProblem(row.getString("last_problem"), at)));
    }

    private static @Nullable OffsetDateTime offset(Optional<Instant> time) {
        return time.map(instant -> instant.atOffset(ZoneOffset.UTC)).orElse(null);
    }

    private static Optional<Instant> time(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values);
    }
}
