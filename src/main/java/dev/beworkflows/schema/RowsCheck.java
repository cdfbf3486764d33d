package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.ResponseItem;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks rows for one response item. */
final class RowsCheck {

    private static final int MOST = 20;

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final PlainFields plain;
    private final Schema schema;

    RowsCheck(ResponseItem item) {
        this.plain = PlainFields.row(item.fields());
        item.fields().forEach(field -> fields.put(field.name(), field));
        this.schema = Schemas.compile(SchemaWriter.row(item.fields()));
    }

    /** What lets a worker say of most rows that they fit; empty when only the schema can. */
    Optional<JsonNode> plainFields() {
        return plain.forWorkers();
    }

    List<WorkflowProblem> check(JsonNode rows) {
        if (!rows.isArray()) {
            return List.of(new WorkflowProblem("", "is " + Words.shown(rows), "a list of objects"));
        }
        List<WorkflowProblem> problems = new ArrayList<>();
        for (int i = 0; i < rows.size() && problems.size() < MOST; i++) {
            if (plain.surelyFits(rows.get(i))) {
                continue;
            }
            for (Error error : schema.validate(rows.get(i))) {
                if (problems.size() < MOST) {
                    problems.add(problem(rows.get(i), "/" + i, error));
                }
            }
        }
        return problems;
    }

    private WorkflowProblem problem(JsonNode row, String pointer, Error error) {
        if (error.getInstanceLocation().getNameCount() == 0 && error.getProperty() == null) {
            return new WorkflowProblem(pointer, "is " + Words.shown(row), "an object");
        }
        String name = error.getProperty() != null
                ? error.getProperty()
                : String.valueOf(error.getInstanceLocation().getName(0));
        Field field = fields.get(name);
        if (field == null) {
            return new WorkflowProblem(
                    pointer + Words.step(name), "is not declared", "one of: " + String.join(", ", fields.keySet()));
        }
        boolean isMissing = "required".equals(error.getKeyword());
        return new WorkflowProblem(
                pointer + Words.step(name),
                isMissing ? "is required" : Words.mismatch(field, row.path(name)),
                Words.expected(field));
    }
}
