package dev.beworkflows.postgres;

import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.TaskOutputJson;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the tasks of background runs left, as text in the database. */
final class StoredOutputs {

    private StoredOutputs() {}

    private static final String OF_ALL = """
            SELECT run_id, task, output::text AS output FROM task_output WHERE run_id = ANY($1::uuid[])
            """;

    /** A run whose tasks left nothing is not among them. */
    static Future<Map<RunId, Map<TaskName, TaskOutput>>> ofAll(Database database, Set<RunId> runs) {
        return database.pool()
                .preparedQuery(OF_ALL)
                .execute(Tuple.of((Object) RunColumns.ids(runs)))
                .compose(rows -> database.read(rows, "output", StoredOutputs::read));
    }

    private static Map<RunId, Map<TaskName, TaskOutput>> read(RowSet<Row> rows) {
        Map<RunId, Map<TaskName, TaskOutput>> outputs = new HashMap<>();
        rows.forEach(row -> outputs.computeIfAbsent(new RunId(row.getUUID("run_id")), none -> new HashMap<>())
                .put(task(row), output(row)));
        return outputs;
    }

    private static TaskName task(Row row) {
        return new TaskName(row.getString("task"));
    }

    private static TaskOutput output(Row row) {
        return TaskOutputJson.read(PgJson.parse(row.getString("output")));
    }

    static String text(TaskOutput output) {
        return PgJson.text(TaskOutputJson.write(output));
    }
}
