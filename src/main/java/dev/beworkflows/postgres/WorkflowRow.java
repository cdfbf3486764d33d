package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.function.Function;

/** Reads rows about versions of workflows; each method names the columns that it wants. */
final class WorkflowRow {

    private WorkflowRow() {}

    /** Of {@code workflow_id, version, definition} (as text) and {@code saved_at}. */
    static StoredVersion stored(Row row, Function<JsonNode, Workflow> reader) {
        return new StoredVersion(ref(row), reader.apply(PgJson.parse(row.getString("definition"))), savedAt(row));
    }

    /** Of {@code workflow_id, version, label, description, enabled, mode, saved_at}. */
    static WorkflowSummary summary(Row row) {
        return new WorkflowSummary(
                ref(row),
                new About(row.getString("label"), row.getString("description")),
                row.getBoolean("enabled"),
                Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                savedAt(row));
    }

    static VersionRef ref(Row row) {
        return new VersionRef(new WorkflowId(row.getString("workflow_id")), row.getInteger("version"));
    }

    static Instant savedAt(Row row) {
        return row.get(OffsetDateTime.class, "saved_at").toInstant();
    }
}
