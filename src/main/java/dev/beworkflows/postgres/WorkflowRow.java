package dev.beworkflows.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beworkflows.catalog.StoredVersion;
import dev.beworkflows.catalog.VersionInfo;
import dev.beworkflows.catalog.WorkflowSummary;
import dev.beworkflows.environments.Lock;
import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.VersionRef;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowId;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Reads rows about versions of workflows; each method names the columns that it wants. */
final class WorkflowRow {

    private WorkflowRow() {}

    /** Of {@code definition} and {@code environment} (as text), {@code yaml}, {@code is_pending} and what {@link #info} wants. */
    static StoredVersion stored(Row row, Function<JsonNode, Workflow> reader) {
        Workflow workflow = reader.apply(PgJson.parse(row.getString("definition")));
        return new StoredVersion(
                info(row),
                workflow,
                Optional.ofNullable(row.getString("yaml")),
                Optional.ofNullable(row.getString("environment")).map(Lock::parse),
                row.getBoolean("is_pending"));
    }

    /** Of {@code workflow_id, version, saved_at, author, message, published_at, is_published}. */
    static VersionInfo info(Row row) {
        return new VersionInfo(
                ref(row),
                savedAt(row),
                Optional.ofNullable(row.getString("author")),
                row.getString("message"),
                Optional.ofNullable(row.get(OffsetDateTime.class, "published_at"))
                        .map(OffsetDateTime::toInstant),
                row.getBoolean("is_published"));
    }

    /** Of {@code workflow_id, version, label, description, enabled, mode, saved_at, published_version}. */
    static WorkflowSummary summary(Row row) {
        Integer published = row.getInteger("published_version");
        return new WorkflowSummary(
                ref(row),
                new About(row.getString("label"), row.getString("description")),
                row.getBoolean("enabled"),
                Mode.parse(row.getString("mode")),
                savedAt(row),
                published == null ? OptionalInt.empty() : OptionalInt.of(published));
    }

    static VersionRef ref(Row row) {
        return new VersionRef(new WorkflowId(row.getString("workflow_id")), row.getInteger("version"));
    }

    static Instant savedAt(Row row) {
        return row.get(OffsetDateTime.class, "saved_at").toInstant();
    }
}
