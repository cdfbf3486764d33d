package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowReaderTest {

    private static final String FULL = """
            {'id':'full-1','label':'Full','description':'All there is','enabled':false,'mode':'background','methods':['PUT','GET'],'timeout':1.5,'unknown_params':'pass',
             'tasks':[{'name':'a','label':'A','description':'first','code':'def a(ti): pass','enabled':false,'timeout':2,'retries':{'max':3,'backoff':0.5,'max_backoff':7}},
                      {'name':'b','code':'def b(ti): pass','retries':2}],
             'edges':[{'from':'a','to':'b'}],'interceptor':'def intercept(ti): pass',
             'url_args':[{'label':'L','name':'color','desc':'D','type':'enum','options':['red',2,true],'default':2}],
             'body':[{'name':'age','type':'integer','required':true}],
             'form':[{'name':'csv','type':'file','required':true},{'name':'word','type':'string','validation_regex':'[a-z]+','default':'abc'}],
             'response':[{'key':'rows','label':'R','desc':'','fields':[{'name':'x','type':'number','required':true}]}],
             'requirements':['numpy','  pandas>=2  # frames','','# nothing']}""";

    @Test
    void readsEveryMember() {
        Workflow workflow = Definitions.workflow(FULL);
        assertEquals("full-1", workflow.id().value());
        assertEquals(List.of("GET", "PUT"), workflow.calling().methods());
        assertEquals(Optional.of(Duration.ofMillis(1500)), workflow.calling().timeout());
        assertEquals(List.of("numpy", "pandas>=2"), workflow.program().requirements());
        Task first = workflow.program().graph().tasks().get(0);
        assertEquals(
                new TaskLimits(Optional.of(Duration.ofSeconds(2)), 3, Duration.ofMillis(500), Duration.ofSeconds(7)),
                first.limits());
        assertEquals(2, workflow.program().graph().tasks().get(1).limits().retries());
    }

    @Test
    void everyDefaultIsAsDocumented() {
        Workflow workflow = Definitions.workflow("{'tasks':[{'name':'a','code':''}]}");
        assertEquals("unnamed", workflow.id().value());
        assertTrue(workflow.enabled());
        assertEquals(new Calling(Mode.FOREGROUND, Calling.ALL_METHODS, Optional.empty()), workflow.calling());
        assertEquals(
                new RequestFields(List.of(), List.of(), List.of(), UnknownParams.REFUSE),
                workflow.contract().request());
        assertEquals(
                TaskLimits.DEFAULT, workflow.program().graph().tasks().get(0).limits());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FULL,
                "{'tasks':[{'name':'a','code':''}]}",
                "{'id':'x','tasks':[{'name':'a','code':'','timeout':0.25}],'requirements':'a\\nb'}"
            })
    void whatIsWrittenReadsAsTheSame(String definition) {
        Workflow workflow = Definitions.workflow(definition);
        JsonNode written = WorkflowWriter.write(workflow);
        assertEquals(workflow, Definitions.workflow(written.toString()));
        assertEquals(written, WorkflowWriter.write(Definitions.workflow(written.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "diamond", "iris"})
    void theExamplesAreWorkflows(String name) {
        JsonNode definition = WorkflowFolder.read(Path.of("src/main/examples", name));
        assertEquals(name, Definitions.workflow(definition.toString()).id().value());
    }

    @Test
    void aFolderWithAMistakeIsRefusedWithTheNameOfTheFile(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("tasks"));
        assertRefused(folder, "workflow.yaml");
        Files.writeString(folder.resolve("workflow.yaml"), "tasks:\n  - name: a\n  bad\n");
        assertRefused(folder, "workflow.yaml: line 2");
        Files.writeString(folder.resolve("workflow.yaml"), "tasks:\n  - name: a\n");
        assertRefused(folder, "a.py");
        Files.writeString(folder.resolve("tasks/a.py"), "def a(ti): pass\n");
        assertEquals(
                "def a(ti): pass\n",
                WorkflowFolder.read(folder).at("/tasks/0/code").asText());
        Files.writeString(folder.resolve("tasks/b.py"), "");
        assertRefused(folder, "b.py");
        Files.delete(folder.resolve("tasks/b.py"));
        Files.writeString(folder.resolve("workflow.yaml"), "tasks:\n  - name: a\n    code: x\n");
        assertRefused(folder, "has code");
    }

    @Test
    void warnsOfPullsThatCanOnlyFail() {
        Graph graph = Definitions.workflow(
                        "{'tasks':[{'name':'a','code':''},{'name':'b','code':''},{'name':'off','code':'','enabled':false}],'edges':[{'from':'a','to':'b'},{'from':'off','to':'b'}]}")
                .program()
                .graph();
        assertEquals(
                List.of("line 4: no task before 'b' pushes 'y'", "line 5: no task before 'b' pushes 'z'"),
                warnings(graph, false));
        assertEquals(List.of(), warnings(graph, true));
    }

    private static List<String> warnings(Graph graph, boolean dynamic) {
        return PullWarnings.of(
                        graph,
                        List.of(
                                new PullWarnings.TaskKeys(new TaskName("a"), List.of("x"), List.of(), dynamic),
                                new PullWarnings.TaskKeys(
                                        new TaskName("b"),
                                        List.of("own"),
                                        List.of(
                                                new PullWarnings.LiteralPull("x", 2),
                                                new PullWarnings.LiteralPull("own", 3),
                                                new PullWarnings.LiteralPull("y", 4),
                                                new PullWarnings.LiteralPull("z", 5)),
                                        false),
                                new PullWarnings.TaskKeys(new TaskName("off"), List.of("z"), List.of(), false)))
                .stream()
                .map(WorkflowProblem::message)
                .toList();
    }

    private static void assertRefused(Path folder, String words) {
        var refused = assertThrows(WorkflowFolder.WorkflowFolderException.class, () -> WorkflowFolder.read(folder));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }
}
