package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical files of a workflow are the workflow. */
class FolderFormTest {

    private static final int GENERATED = 3_000;

    @Test
    void whatIsWrittenReadsAsAnEqualWorkflowAndIsWrittenAlike() {
        for (int seed = 0; seed < GENERATED; seed++) {
            ObjectNode definition = new GeneratedDefinitions(seed).workflow();
            assertRoundTrip("seed " + seed, Json.accepted(definition));
        }
    }

    @Test
    void everyNastyTextComesBackAsItWas() {
        for (String text : GeneratedDefinitions.NASTY) {
            for (String name : List.of(text, "a")) {
                ObjectNode definition = (ObjectNode) Json.parse(Definitions.SMALLEST);
                definition.put("id", "a").put("description", text);
                definition
                        .putArray("body")
                        .addObject()
                        .put("name", "p")
                        .put("type", "any")
                        .putObject("default")
                        .putArray(name)
                        .add(text)
                        .addObject()
                        .put(name, text);
                ((ObjectNode) definition.at("/tasks/0")).put("code", text);
                assertRoundTrip(text, Json.accepted(definition));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "diamond", "branches", "iris", "countdown", "train-in-background"})
    void theExamplesRoundTrip(String name) {
        assertRoundTrip(name, Json.accepted(WorkflowFolder.read(Path.of("src/main/examples", name))));
    }

    @Test
    void theFormIsWhatAPersonWouldWrite() {
        Workflow workflow = Json.accepted("""
                {'id': 'train', 'label': 'Train', 'description': 'Line one\\nLine two: more\\n', 'mode': 'background', 'limits': {'memory': 2147483648}, 'interceptor': 'def intercept(ti): ...\\n',
                 'url_args': [{'name': 'name', 'type': 'string', 'default': 'yes', 'validation_regex': '[^<>]+'},
                   {'name': 'choice', 'type': 'enum', 'options': ['on', 2], 'default': 2}],
                 'tasks': [{'name': 'a', 'code': 'x\\r\\n', 'retries': {'max': 3}}, {'name': 'b', 'code': '', 'timeout': 1.5, 'memory': '96MiB', 'retries': {'max': 1, 'backoff': 100}}],
                 'edges': [{'from': 'a', 'to': 'b'}], 'response': [{'key': 'rows', 'fields': [{'name': 'id', 'type': 'integer', 'required': true}]}]}
                """);
        Map<String, String> files = WorkflowFolder.files(workflow);
        assertEquals("""
                id: train
                label: Train
                description: |
                  Line one
                  Line two: more
                mode: background
                limits:
                  memory: '2GiB'
                url_args:
                  - name: name
                    type: string
                    default: 'yes'
                    validation_regex: '[^<>]+'
                  - name: choice
                    type: enum
                    options:
                      - 'on'
                      - 2
                    default: 2
                tasks:
                  - name: a
                    retries: 3
                  - name: b
                    timeout: 1.5
                    memory: '96MiB'
                    retries:
                      max: 1
                      backoff: 100
                      max_backoff: 100
                edges:
                  - from: a
                    to: b
                response:
                  - key: rows
                    fields:
                      - name: id
                        type: integer
                        required: true
                """, files.get("workflow.yaml"));
        assertEquals("x\r\n", files.get("tasks/a.py"));
        assertEquals("", files.get("tasks/b.py"));
        assertEquals("def intercept(ti): ...\n", files.get("interceptor.py"));
        assertEquals(4, files.size());
    }

    @Test
    void everyMemberHasItsPlaceInTheOrder() {
        assertOrder(DefinitionYaml.WORKFLOW, WorkflowReader.MEMBERS, "interceptor");
        assertOrder(DefinitionYaml.TASK, TaskReader.MEMBERS, "code");
        assertOrder(DefinitionYaml.EDGE, GraphReader.EDGE, "");
        assertOrder(DefinitionYaml.FIELD, FieldReader.MEMBERS, "");
        assertOrder(DefinitionYaml.ITEM, ContractReader.ITEM, "");
    }

    @Test
    void theOriginalTextIsKeptWhereThereIsOne() {
        String yaml = "# mine\nid:   train\ntasks: [{name: a}]";
        Workflow workflow = Json.accepted(WorkflowFolder.source(Map.of("workflow.yaml", yaml, "tasks/a.py", ""))
                .definition());
        assertEquals(yaml, WorkflowFolder.files(workflow, Optional.of(yaml)).get("workflow.yaml"));
    }

    private static void assertOrder(List<String> order, Set<String> members, String elsewhere) {
        Set<String> expected = new HashSet<>(members);
        expected.remove(elsewhere);
        expected.removeAll(order);
        assertEquals(Set.of(), expected);
    }

    private static void assertRoundTrip(String what, Workflow workflow) {
        Map<String, String> files = WorkflowFolder.files(workflow);
        JsonNode read = WorkflowFolder.source(files).definition();
        assertEquals(workflow, Json.accepted(read), () -> what + "\n" + files.get("workflow.yaml"));
        assertEquals(files, WorkflowFolder.files(Json.accepted(read)), what);
        assertTrue(files.get("workflow.yaml").endsWith("\n"), what);
    }
}
