package dev.beworkflows.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import dev.beworkflows.run.RunRequest;
import dev.beworkflows.run.UploadedFile;
import dev.beworkflows.workflow.RequestFields;
import dev.beworkflows.workflow.Workflow;
import dev.beworkflows.workflow.WorkflowProblem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schemas of one version of a workflow, compiled once. */
public final class WorkflowSchemas {

    private final PartCheck query;
    private final PartCheck body;
    private final PartCheck form;
    private final FileCheck files;
    private final Map<String, RowsCheck> rows = new LinkedHashMap<>();

    private WorkflowSchemas(Workflow workflow) {
        RequestFields request = workflow.contract().request();
        this.query = new PartCheck("query", request.urlArgs(), request.unknownParams());
        this.body = new PartCheck("body", request.body(), request.unknownParams());
        this.form = new PartCheck("form", request.form(), request.unknownParams());
        this.files = new FileCheck(request.form(), request.unknownParams());
        workflow.contract().response().forEach(item -> rows.put(item.key(), new RowsCheck(item)));
    }

    /** Compiles the schemas of a workflow that was checked before; takes milliseconds. */
    public static WorkflowSchemas compile(Workflow workflow) {
        return new WorkflowSchemas(workflow);
    }

    /** Loads what compiling takes, which the first call of a server would wait for. */
    public static void prepare() {
        Schema unused = Schemas.compile(SchemaWriter.request(List.of()));
    }

    /** Checks and converts a request; all problems come back together. */
    public RequestCheck check(RawRequest request) {
        ProblemList problems = new ProblemList();
        ObjectNode urlParams = query.texts(request.query(), problems);
        ObjectNode checkedBody = body.json(request.body(), problems);
        ObjectNode checkedForm = form.texts(request.form(), problems);
        Map<String, List<UploadedFile>> uploaded = files.files(request.files(), checkedForm, problems);
        return problems.isEmpty()
                ? new RequestCheck.Accepted(RunRequest.of(urlParams, checkedBody, checkedForm, uploaded))
                : new RequestCheck.Refused(problems.all());
    }

    /** The keys of the response items that the workflow declares, in order. */
    public Set<String> items() {
        return Collections.unmodifiableSet(rows.keySet());
    }

    /** What lets workers say of most rows that they fit, by response item, as PROTOCOL.md has it; without those items of which only the server can say so. */
    public ObjectNode plainItems() {
        ObjectNode items = JsonNodeFactory.instance.objectNode();
        rows.forEach((item, check) -> check.plainFields().ifPresent(fields -> items.set(item, fields)));
        return items;
    }

    /**
     * Checks rows for a response item.
     *
     * @param data a JSON array; anything else is a problem
     * @return at most 20 problems; pointers are relative to {@code data}
     * @throws IllegalArgumentException when the item is not declared
     */
    public List<WorkflowProblem> checkRows(String item, JsonNode data) {
        RowsCheck check = rows.get(item);
        if (check == null) {
            throw new IllegalArgumentException("no response item " + item);
        }
        return check.check(data);
    }
}
