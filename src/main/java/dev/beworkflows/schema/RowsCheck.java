package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.beworkflows.workflow.Field;
import dev.beworkflows.workflow.ResponseItem;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks rows for one response item. */
final class RowsCheck {

    private static final int MOST = 20;

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final Schema schema;

    RowsCheck(ResponseItem item) {
        item.fields().forEach(field -> fields.put(field.name(), field));
        this.schema = Schemas.compile(SchemaWriter.rows(item.fields()));
    }

    List<WorkflowProblem> check(JsonNode rows) {
        if (!rows.isArray()) {
            return List.of(new WorkflowProblem("", "is " + Words.shown(rows), "a list of objects"));
        }
        return schema.validate(rows).stream()
                .limit(MOST)
                .map(error -> problem(rows, error))
                .toList();
    }

    private WorkflowProblem problem(JsonNode rows, Error error) {
        String row = "/" + error.getInstanceLocation().getName(0);
        if (error.getInstanceLocation().getNameCount() == 1 && error.getProperty() == null) {
            return new WorkflowProblem(row, "is " + Words.shown(rows.at(row)), "an object");
        }
        String name = error.getProperty() != null
                ? error.getProperty()
                : String.valueOf(error.getInstanceLocation().getName(1));
        Field field = fields.get(name);
        String pointer = row + Words.step(name);
        if (field == null) {
            return new WorkflowProblem(pointer, "is not declared", "one of: " + String.join(", ", fields.keySet()));
        }
        boolean isMissing = "required".equals(error.getKeyword());
        return new WorkflowProblem(
                pointer, isMissing ? "is required" : Words.mismatch(field, rows.at(pointer)), Words.expected(field));
    }
}
