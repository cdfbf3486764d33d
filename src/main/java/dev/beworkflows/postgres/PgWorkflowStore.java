package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.WorkflowFilter;
import dev.beworkflows.catalog.WorkflowStore;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;

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
                INSERT INTO workflow_version (workflow_id, version, definition, label, description, enabled, mode)
                SELECT id, newest_version, $2::text::jsonb, $3, $4, $5, $6 FROM claimed
                RETURNING workflow_id, version, saved_at)
            SELECT workflow_id, version, saved_at, pg_notify('bew_workflow', workflow_id)::text FROM saved
            """;

    private static final String CREATE = """
            WITH claimed AS (
                INSERT INTO workflow (id, newest_version) VALUES ($1, 1)
                ON CONFLICT (id) DO UPDATE SET newest_version = workflow.newest_version + 1, deleted_at = NULL
                    WHERE workflow.deleted_at IS NOT NULL
                RETURNING id, newest_version)
            """ + SAVE_VERSION;

    @Override
    public Future<Optional<StoredVersion>> create(Workflow workflow) {
        return query(CREATE, version(workflow)).map(rows -> first(rows).map(row -> saved(row, workflow)));
    }

    // the row lock of the UPDATE puts concurrent saves in a line, and each looks at the version again when its turn
    // comes
    private static final String UPDATE = """
            WITH claimed AS (
                UPDATE workflow SET newest_version = newest_version + 1
                WHERE id = $1 AND deleted_at IS NULL AND newest_version = coalesce($7, newest_version)
                RETURNING id, newest_version)
            """ + SAVE_VERSION;

    @Override
    public Future<Update> update(Workflow workflow, OptionalInt expected) {
        Integer wanted = expected.isPresent() ? expected.getAsInt() : null;
        return query(UPDATE, version(workflow).addInteger(wanted))
                .compose(rows -> first(rows)
                        .map(row -> Future.<Update>succeededFuture(new Update.Saved(saved(row, workflow))))
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

    private static final String FIND = """
            SELECT v.workflow_id, v.version, v.definition::text AS definition, v.saved_at
            FROM workflow w JOIN workflow_version v ON v.workflow_id = w.id AND v.version = w.newest_version
            WHERE w.id = $1 AND w.deleted_at IS NULL
            """;

    @Override
    public Future<Optional<StoredVersion>> find(WorkflowId id) {
        return query(FIND, Tuple.of(id.value())).map(this::stored);
    }

    private static final String FIND_VERSION = """
            SELECT workflow_id, version, definition::text AS definition, saved_at
            FROM workflow_version WHERE workflow_id = $1 AND version = $2
            """;

    @Override
    public Future<Optional<StoredVersion>> find(VersionRef ref) {
        return query(FIND_VERSION, Tuple.of(ref.workflow().value(), ref.version()))
                .map(this::stored);
    }

    // strpos, not LIKE: what was typed has no special characters
    private static final String LIST = """
            SELECT v.workflow_id, v.version, v.label, v.description, v.enabled, v.mode, v.saved_at
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
        return query(LIST, values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(WorkflowRow::summary)
                        .toList());
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

    private Tuple version(Workflow workflow) {
        return Tuple.tuple()
                .addString(workflow.id().value())
                .addString(PgJson.text(writer.apply(workflow)))
                .addString(PgText.storable(workflow.about().label()))
                .addString(PgText.storable(workflow.about().description()))
                .addBoolean(workflow.enabled())
                .addString(workflow.calling().mode().json());
    }

    private Future<RowSet<Row>> query(String sql, Tuple values) {
        return database.pool().preparedQuery(sql).execute(values);
    }

    private Optional<StoredVersion> stored(RowSet<Row> rows) {
        return first(rows).map(row -> WorkflowRow.stored(row, reader));
    }

    private static StoredVersion saved(Row row, Workflow workflow) {
        return new StoredVersion(WorkflowRow.ref(row), workflow, WorkflowRow.savedAt(row));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        var all = rows.iterator();
        return all.hasNext() ? Optional.of(all.next()) : Optional.empty();
    }
}
