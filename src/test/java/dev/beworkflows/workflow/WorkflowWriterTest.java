package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowWriterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                Definitions.SMALLEST,
                Definitions.FULL,
                "{'tasks': [{'name': 'a', 'code': '', 'timeout': 0.001, 'retries': {'backoff': 86400}}]}",
                "{'timeout': 86400, 'tasks': [{'name': 'a', 'code': '\\n\\t\\ud83d\\ude00'}]}",
                "{'tasks': [{'name': 'b', 'code': ''}, {'name': 'a', 'code': ''}], 'edges': [{'from': 'a', 'to': 'b'}]}",
                "{'body': [{'name': 'p', 'type': 'number', 'default': 123456789012345678901234567890}],"
                        + " 'tasks': [{'name': 'a', 'code': ''}]}"
            })
    void whatIsWrittenReadsAsAnEqualWorkflow(String definition) {
        Workflow workflow = Json.accepted(definition);
        ObjectNode written = WorkflowWriter.write(workflow);
        assertEquals(workflow, Json.accepted(written));
        assertEquals(workflow, Json.accepted(Json.parse(written.toString())));
        assertEquals(written, WorkflowWriter.write(Json.accepted(written)));
        assertEquals(workflow.hashCode(), Json.accepted(written).hashCode());
    }

    @Test
    void everyMemberIsPresent() {
        ObjectNode written = WorkflowWriter.write(Json.accepted(Definitions.FULL));
        assertEquals(WorkflowReader.MEMBERS, names(written));
        assertEquals(TaskReader.MEMBERS, names(written.at("/tasks/1")));
        assertEquals(FieldReader.MEMBERS, names(written.at("/form/0")));
        assertEquals(ContractReader.ITEM, names(written.at("/response/1")));
        assertEquals(GraphReader.EDGE, names(written.at("/edges/0")));
        assertEquals(
                Json.parse("{'max': 3, 'backoff': 1, 'max_backoff': 60}").toString(),
                written.at("/tasks/1/retries").toString());
        assertTrue(WorkflowWriter.write(Json.accepted(Definitions.SMALLEST))
                .get("timeout")
                .isNull());
    }

    @Test
    void theWrittenObjectIsTheCallersToChange() {
        Workflow workflow = Json.accepted(Definitions.FULL);
        ObjectNode written = WorkflowWriter.write(workflow);
        ((ObjectNode) written.at("/body/0/default")).put("a", 2);
        assertNotSame(written, WorkflowWriter.write(workflow));
        assertNotEquals(written, WorkflowWriter.write(workflow));
        assertEquals(workflow, Json.accepted(Definitions.FULL));
    }

    @Test
    void graphsAreEqualByTheirTasksAndEdges() {
        Task a = Json.accepted(Definitions.SMALLEST).program().graph().tasks().get(0);
        Task b = new Task(new TaskName("b"), a.about(), a.code(), true, a.limits());
        Edge edge = new Edge(a.name(), b.name());
        assertEquals(new Graph(List.of(a, b), List.of(edge)), new Graph(List.of(a, b), List.of(edge)));
        assertNotEquals(new Graph(List.of(a, b), List.of(edge)), new Graph(List.of(a, b), List.of()));
        Edge conditional = new Edge(a.name(), b.name(), Optional.of("x"));
        assertNotEquals(new Graph(List.of(a, b), List.of(edge)), new Graph(List.of(a, b), List.of(conditional)));
        assertNotEquals(new Graph(List.of(a, b), List.of()), new Graph(List.of(b, a), List.of()));
        assertTrue(
                new Graph(List.of(a, b), List.of(edge)).toString().contains("Edge[from=a, to=b, when=Optional.empty]"));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
