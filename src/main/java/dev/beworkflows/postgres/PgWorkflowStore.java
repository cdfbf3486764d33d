package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.Saving;
import dev.beworkflows.catalog.StoreUnreachableException;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.VersionInfo;
import dev.beworkflows.catalog.WorkflowFilter;
import dev.beworkflows.catalog.WorkflowStore;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** Versions of workflows in PostgreSQL. Every change announces itself in the statement that makes it, so what is heard of is committed. */
public final class PgWorkflowStore implements WorkflowStore {

    private final Database database;
    private final Notifications changes;
    private final Function<Workflow, ObjectNode> writer;
    private final Function<JsonNode, Workflow> reader;

    /** @param reader of what the writer wrote; it may throw when it refuses a definition, which fails the Future of who wanted to read it */
    public PgWorkflowStore(
            Database database,
            Notifications changes,
            Function<Workflow, ObjectNode> writer,
            Function<JsonNode, Workflow> reader) {
        this.database = database;
        this.changes = changes;
        this.writer = writer;
        this.reader = reader;
    }

    private static final String SAVE_VERSION = """
            , saved AS (
                INSERT INTO workflow_version
                    (workflow_id, version, definition, label, description, enabled, mode, author, message, yaml, published_at, environment)
                SELECT id, newest_version, $2::text::jsonb, $3, $4, $5, $6, $8, $9, $10, CASE WHEN $7 THEN clock_timestamp() END, $12::text::jsonb
                FROM claimed
                RETURNING *)
            SELECT workflow_id, version, saved_at, author, message, published_at, $7 AS is_published,
                $11 AS is_pending, pg_notify('bew_workflow', workflow_id)::text
            FROM saved
            """;

    private static final String CREATE = """
            WITH claimed AS (
                INSERT INTO workflow (id, newest_version, published_version, pending_version)
                VALUES ($1, 1, CASE WHEN $7 THEN 1 END, CASE WHEN $11 THEN 1 END)
                ON CONFLICT (id) DO UPDATE
                    SET newest_version = workflow.newest_version + 1,
                        published_version = CASE WHEN $7 THEN workflow.newest_version + 1 END,
                        pending_version = CASE WHEN $11 THEN workflow.newest_version + 1 END,
                        deleted_at = NULL
                    WHERE workflow.deleted_at IS NOT NULL
                RETURNING id, newest_version)
            """ + SAVE_VERSION;

    @Override
    public Future<Optional<StoredVersion>> create(Workflow workflow, Saving saving) {
        return query(CREATE, version(workflow, saving))
                .map(rows -> first(rows).map(row -> saved(row, workflow, saving)));
    }

    // the row lock of the UPDATE puts concurrent saves in a line, and each looks at the version again when its turn
    // comes
    private static final String UPDATE = """
            WITH claimed AS (
                UPDATE workflow
                SET newest_version = newest_version + 1,
                    published_version = CASE WHEN $7 THEN newest_version + 1 ELSE published_version END,
                    pending_version = CASE WHEN $11 THEN newest_version + 1 WHEN NOT $7 THEN pending_version END
                WHERE id = $1 AND deleted_at IS NULL AND newest_version = coalesce($13, newest_version)
                RETURNING id, newest_version)
            """ + SAVE_VERSION;

    @Override
    public Future<Update> update(Workflow workflow, OptionalInt expected, Saving saving) {
        Integer wanted = expected.isPresent() ? expected.getAsInt() : null;
        return query(UPDATE, version(workflow, saving).addInteger(wanted))
                .compose(rows -> first(rows)
                        .map(row -> Future.<Update>succeededFuture(new Update.Saved(saved(row, workflow, saving))))
                        .orElseGet(() -> whyNot(workflow.id())));
    }

    private static final String NEWEST_VERSION = """
            SELECT newest_version FROM workflow WHERE id = $1 AND deleted_at IS NULL
            """;

    private Future<Update> whyNot(WorkflowId id) {
        return query(NEWEST_VERSION, Tuple.of(id.value()))
                .map(rows -> first(rows)
                        .<Update>map(row -> new Update.Conflict(row.getInteger("newest_version")))
                        .orElseGet(Update.NotFound::new));
    }

    private static final String VERSION = """
            SELECT v.workflow_id, v.version, v.saved_at, v.author, v.message, v.published_at,
                coalesce(v.version = w.published_version, false) AS is_published
            """;

    private static final String WHOLE_VERSION = VERSION + """
            , v.definition::text AS definition, v.yaml, v.environment::text AS environment,
                coalesce(v.version = w.pending_version, false) AS is_pending
            """;

    private static final String FIND = WHOLE_VERSION + """
            FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.newest_version
            WHERE w.id = $1 AND w.deleted_at IS NULL
            """;

    @Override
    public Future<Optional<StoredVersion>> find(WorkflowId id) {
        return query(FIND, Tuple.of(id.value())).map(this::stored);
    }

    private static final String FIND_PUBLISHED = WHOLE_VERSION + """
            FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.published_version
            WHERE w.id = $1 AND w.deleted_at IS NULL
            """;

    @Override
    public Future<Optional<StoredVersion>> published(WorkflowId id) {
        return query(FIND_PUBLISHED, Tuple.of(id.value())).map(this::stored);
    }

    private static final String FIND_VERSION = WHOLE_VERSION + """
            FROM workflow_version v JOIN workflow w ON w.id = v.workflow_id
            WHERE v.workflow_id = $1 AND v.version = $2
            """;

    @Override
    public Future<Optional<StoredVersion>> find(VersionRef ref) {
        return query(FIND_VERSION, Tuple.of(ref.workflow().value(), ref.version()))
                .map(this::stored);
    }

    private static final String VERSIONS = VERSION + """
            FROM workflow_version v JOIN workflow w ON w.id = v.workflow_id AND w.deleted_at IS NULL
            WHERE v.workflow_id = $1 AND ($2::integer IS NULL OR v.version < $2)
            ORDER BY v.version DESC
            LIMIT $3
            """;

    @Override
    public Future<List<VersionInfo>> versions(WorkflowId id, OptionalInt before, int limit) {
        Integer earlier = before.isPresent() ? before.getAsInt() : null;
        return query(VERSIONS, Tuple.of(id.value(), earlier, limit)).map(rows -> Rows.list(rows, WorkflowRow::info));
    }

    private static final String PUBLISH = """
            WITH moved AS (
                UPDATE workflow w SET published_version = v.version, pending_version = NULL
                FROM workflow_version v
                WHERE w.id = $1 AND w.deleted_at IS NULL AND v.workflow_id = w.id AND v.version = $2
                  AND (NOT $3 OR w.pending_version = $2)
                RETURNING w.id, v.version),
            stamped AS (
                UPDATE workflow_version v SET published_at = coalesce(v.published_at, clock_timestamp())
                FROM moved WHERE v.workflow_id = moved.id AND v.version = moved.version
                RETURNING v.*)
            SELECT workflow_id, version, saved_at, author, message, published_at, true AS is_published,
                definition::text AS definition, yaml, environment::text AS environment, false AS is_pending,
                pg_notify('bew_workflow', workflow_id)::text
            FROM stamped
            """;

    @Override
    public Future<Optional<StoredVersion>> publish(VersionRef ref) {
        return query(PUBLISH, Tuple.of(ref.workflow().value(), ref.version(), false))
                .map(this::stored);
    }

    @Override
    public Future<Optional<StoredVersion>> publishPending(VersionRef ref) {
        return query(PUBLISH, Tuple.of(ref.workflow().value(), ref.version(), true))
                .map(this::stored);
    }

    private static final String WAIT = """
            UPDATE workflow w SET pending_version = v.version
            FROM workflow_version v
            WHERE w.id = $1 AND w.deleted_at IS NULL AND v.workflow_id = w.id AND v.version = $2
              AND w.published_version IS DISTINCT FROM v.version
            """;

    @Override
    public Future<Void> publishWhenReady(VersionRef ref) {
        return query(WAIT, Tuple.of(ref.workflow().value(), ref.version())).mapEmpty();
    }

    private static final String PENDING = WHOLE_VERSION + """
            FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.pending_version
            WHERE w.deleted_at IS NULL
            """;

    @Override
    public Future<List<StoredVersion>> pending() {
        return query(PENDING, Tuple.tuple()).map(rows -> Rows.list(rows, row -> WorkflowRow.stored(row, reader)));
    }

    // what is known once stays
    private static final String KEEP_LOCK = """
            UPDATE workflow_version SET environment = $3::text::jsonb
            WHERE workflow_id = $1 AND version = $2 AND environment IS NULL
            """;

    @Override
    public Future<Void> keep(VersionRef ref, Lock lock) {
        return query(KEEP_LOCK, Tuple.of(ref.workflow().value(), ref.version(), lock.json()))
                .mapEmpty();
    }

    private static final String LOCKS = """
            SELECT v.workflow_id, v.version, v.environment::text AS environment
            FROM workflow w JOIN workflow_version v
                ON v.workflow_id = w.id AND v.version IN (w.published_version, w.pending_version)
            WHERE w.deleted_at IS NULL AND v.environment IS NOT NULL
            ORDER BY v.workflow_id, v.version
            """;

    @Override
    public Future<Map<VersionRef, Lock>> locks() {
        return query(LOCKS, Tuple.tuple()).map(rows -> {
            Map<VersionRef, Lock> locks = new LinkedHashMap<>();
            rows.forEach(row -> locks.put(WorkflowRow.ref(row), Lock.parse(row.getString("environment"))));
            return locks;
        });
    }

    // strpos, not LIKE: what was typed has no special characters
    private static final String LIST = """
            SELECT v.workflow_id, v.version, v.label, v.description, v.enabled, v.mode, v.saved_at, w.published_version
            FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.newest_version
            WHERE w.deleted_at IS NULL
              AND ($1::text IS NULL OR strpos(lower(w.id), lower($1)) > 0 OR strpos(lower(v.label), lower($1)) > 0
                   OR strpos(lower(v.description), lower($1)) > 0)
              AND ($2::boolean IS NULL OR v.enabled = $2)
              AND ($3::text IS NULL OR v.mode = $3)
              AND ($4::text IS NULL OR w.id > $4)
            ORDER BY w.id
            LIMIT $5
            """;

    @Override
    public Future<List<WorkflowSummary>> list(WorkflowFilter filter) {
        Tuple values = Tuple.tuple()
                .addString(filter.search().map(PgText::storable).orElse(null))
                .addBoolean(filter.enabled().orElse(null))
                .addString(filter.mode().map(mode -> mode.json()).orElse(null))
                .addString(filter.after().map(PgText::storable).orElse(null))
                .addInteger(filter.limit());
        return query(LIST, values).map(rows -> Rows.list(rows, WorkflowRow::summary));
    }

    private static final String DELETE = """
            WITH deleted AS (
                UPDATE workflow SET deleted_at = clock_timestamp() WHERE id = $1 AND deleted_at IS NULL RETURNING id)
            SELECT id, pg_notify('bew_workflow', id)::text FROM deleted
            """;

    @Override
    public Future<Boolean> delete(WorkflowId id) {
        return query(DELETE, Tuple.of(id.value())).map(rows -> first(rows).isPresent());
    }

    private static final String IS_EMPTY = """
            SELECT NOT EXISTS (SELECT FROM workflow) AS nothing
            """;

    @Override
    public Future<Boolean> isEmpty() {
        return query(IS_EMPTY, Tuple.tuple()).map(rows -> rows.iterator().next().getBoolean("nothing"));
    }

    /** The listener is called on one event loop, always the same. */
    @Override
    public void onChange(Consumer<Optional<WorkflowId>> listener) {
        changes.onWorkflow(listener);
    }

    private Tuple version(Workflow workflow, Saving saving) {
        return Tuple.tuple()
                .addString(workflow.id().value())
                .addString(PgJson.text(writer.apply(workflow)))
                .addString(PgText.storable(workflow.about().label()))
                .addString(PgText.storable(workflow.about().description()))
                .addBoolean(workflow.enabled())
                .addString(workflow.calling().mode().json())
                .addBoolean(saving.isPublishedNow())
                .addString(saving.author().map(PgText::storable).orElse(null))
                .addString(PgText.storable(saving.message()))
                .addString(saving.yaml().map(PgText::storable).orElse(null))
                .addBoolean(saving.isPublishedWhenReady())
                .addString(saving.lock().map(Lock::json).orElse(null));
    }

    /** What the database refuses is a mistake of ours; anything else is its absence, its shutdown (class 57) included. */
    private static <T> Future<T> told(Throwable failure) {
        boolean refused =
                failure instanceof PgException refusal && !refusal.getSqlState().startsWith("57");
        return Future.failedFuture(refused ? failure : new StoreUnreachableException(failure));
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values).recover(PgWorkflowStore::told);
    }

    private Optional<StoredVersion> stored(RowSet<Row> rows) {
        return first(rows).map(row -> WorkflowRow.stored(row, reader));
    }

    private static StoredVersion saved(Row row, Workflow workflow, Saving saving) {
        return new StoredVersion(
                WorkflowRow.info(row), workflow, saving.yaml(), saving.lock(), saving.isPublishedWhenReady());
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }
}
