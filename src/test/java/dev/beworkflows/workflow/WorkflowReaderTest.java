package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowReaderTest {

    private final Workflow full = Json.accepted(Definitions.FULL);
    private final Workflow smallest = Json.accepted(Definitions.SMALLEST);

    @Test
    void readsWhoAWorkflowIsAndHowItIsCalled() {
        assertEquals(new WorkflowId("full-1"), full.id());
        assertEquals(new About("Full", "Every member"), full.about());
        assertEquals(false, full.enabled());
        assertEquals(
                new Calling(Mode.BACKGROUND, List.of("GET", "POST"), Optional.of(Duration.ofMillis(90_500))),
                full.calling());
    }

    @Test
    void readsParameters() {
        RequestFields request = full.contract().request();
        assertEquals(UnknownParams.PASS, request.unknownParams());
        assertEquals(8, request.urlArgs().size());
        Field text = request.urlArgs().get(0);
        assertEquals("text", text.name());
        assertEquals(new About("Text", "Any"), text.about());
        assertEquals(FieldType.STRING, text.type());
        assertEquals(
                new FieldRules(false, List.of(), Optional.of(Json.parse("'abc'")), Optional.of("[a-c]+")),
                text.rules());
        assertEquals(4, request.urlArgs().get(4).rules().options().size());
        assertEquals(
                Optional.of(Json.parse("{'a': [1, null]}")),
                request.body().get(0).rules().defaultValue());
        assertTrue(request.body().get(3).rules().required());
        assertEquals(FieldType.FILE, request.form().get(0).type());
    }

    @Test
    void readsTheResponse() {
        List<ResponseItem> response = full.contract().response();
        assertEquals(
                List.of("rows", "free"),
                response.stream().map(ResponseItem::key).toList());
        assertEquals(new About("Rows", "All"), response.get(0).about());
        assertEquals(3, response.get(0).fields().size());
        assertEquals(List.of(), response.get(1).fields());
    }

    @Test
    void readsTasksAndWhatTheyNeed() {
        Graph graph = full.program().graph();
        TaskName match = new TaskName("match");
        assertEquals(
                new Task(
                        match,
                        new About("Match", "First"),
                        "def match(ti): pass",
                        false,
                        new TaskLimits(
                                Optional.of(Duration.ofMillis(2001)),
                                25,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10))),
                graph.task(match));
        assertEquals(3, graph.task(new TaskName("_")).limits().retries());
        assertEquals(Join.ANY, graph.task(new TaskName("_")).join());
        assertEquals(Set.of(match), graph.directlyBefore(new TaskName("_")));
        assertEquals(List.of(new Edge(match, new TaskName("_"), Optional.of("len(rows) > 3"))), graph.edgesFrom(match));
        assertEquals(List.of(), graph.edgesFrom(new TaskName("_")));
        assertEquals(Optional.of("def intercept(ti): pass"), full.program().interceptor());
        assertEquals(
                new Needs(
                        List.of("numpy", "pandas[excel] >=2, <3", "torch==2.1; python_version>'3.8'"),
                        Optional.of("3.11"),
                        List.of("numpy", "sklearn.ensemble"),
                        true),
                full.program().needs());
    }

    @Test
    void everyMemberButTheTasksHasADefault() {
        Task task = new Task(new TaskName("a"), new About("", ""), "def a(ti): pass", true, TaskLimits.DEFAULT);
        assertEquals(
                new Workflow(
                        new WorkflowId("made-by-the-server"),
                        new About("", ""),
                        true,
                        new Calling(Mode.FOREGROUND, List.of("GET", "POST", "PUT", "DELETE"), Optional.empty()),
                        new Contract(
                                new RequestFields(List.of(), List.of(), List.of(), UnknownParams.REFUSE), List.of()),
                        new Program(new Graph(List.of(task), List.of()), Optional.empty(), Needs.NONE, List.of())),
                smallest);
    }

    @Test
    void everyMemberOfAFieldButNameAndTypeHasADefault() {
        Workflow workflow = Json.accepted("{'body': [{'name': 'p', 'type': 'any'}], 'response': [{'key': 'k'}],"
                + " 'tasks': [{'name': 'a', 'code': ''}]}");
        FieldRules none = new FieldRules(false, List.of(), Optional.empty(), Optional.empty());
        assertEquals(
                List.of(new Field("p", new About("", ""), FieldType.ANY, none)),
                workflow.contract().request().body());
        assertEquals(
                List.of(new ResponseItem("k", new About("", ""), List.of())),
                workflow.contract().response());
    }

    @Test
    void anExplicitNullIsAsGoodAsNothing() {
        ObjectNode definition = (ObjectNode) Json.parse(Definitions.SMALLEST);
        WorkflowReader.MEMBERS.stream().filter(name -> !name.equals("tasks")).forEach(definition::putNull);
        ObjectNode task = (ObjectNode) definition.get("tasks").get(0);
        TaskReader.MEMBERS.stream()
                .filter(name -> !name.equals("name") && !name.equals("code"))
                .forEach(task::putNull);
        assertEquals(smallest, Json.accepted(definition));
    }

    @Test
    void aTaskTakesWhatItSaysOrElseWhatItsWorkflowSays() {
        Workflow workflow = Json.accepted("{'limits': {'memory': '1GiB', 'output': 0, 'values': 5000},"
                + " 'tasks': [{'name': 'a', 'code': ''}, {'name': 'b', 'code': '', 'memory': 33554432}]}");
        ResourceLimits resources = workflow.program().resources();
        assertEquals(
                new ResourceLimits(OptionalLong.of(1L << 30), OptionalLong.of(0), OptionalLong.of(5000)), resources);
        Graph graph = workflow.program().graph();
        assertEquals(OptionalLong.of(1L << 30), resources.memoryOf(graph.task(new TaskName("a"))));
        assertEquals(OptionalLong.of(32L << 20), resources.memoryOf(graph.task(new TaskName("b"))));
        assertEquals(OptionalLong.empty(), ResourceLimits.NONE.memoryOf(graph.task(new TaskName("a"))));
    }

    @Test
    void sizesAreWrittenInTheLargestUnitThatTheyAreAWholeNumberOf() {
        Workflow workflow = Json.accepted("{'limits': {'memory': '2048MiB', 'output': 1536, 'values': 1025},"
                + " 'tasks': [{'name': 'a', 'code': ''}]}");
        assertEquals(
                Json.parse("{'memory': '2GiB', 'output': '1536B', 'values': '1025B'}"),
                WorkflowWriter.write(workflow).get("limits"));
    }

    @Test
    void retriesHaveDefaultsOfTheirOwn() {
        assertEquals(TaskLimits.DEFAULT, limits("{}"));
        assertEquals(
                new TaskLimits(Optional.empty(), 2, Duration.ofSeconds(100), Duration.ofSeconds(100)),
                limits("{'max': 2, 'backoff': 100}"));
        assertEquals(0, limits("0").retries());
        assertEquals(25, limits("25").retries());
    }

    private static TaskLimits limits(String retries) {
        return Json.accepted("{'tasks': [{'name': 'a', 'code': '', 'retries': " + retries + "}]}")
                .program()
                .graph()
                .tasks()
                .get(0)
                .limits();
    }

    @Test
    void whatTheServerAddsToAnAnswerIsIgnored() {
        ObjectNode definition = (ObjectNode) Json.parse(Definitions.SMALLEST);
        definition.put("version", 7).put("saved_at", "2024-01-01T00:00:00Z").putArray("warnings");
        assertEquals(smallest, Json.accepted(definition));
    }

    @Test
    void requirementsMayBeLinesOfOneString() {
        Workflow workflow = Json.accepted("{'requirements': '# all\\nnumpy\\r\\n\\n  pandas >= 2 # new\\n',"
                + " 'tasks': [{'name': 'a', 'code': ''}]}");
        assertEquals(List.of("numpy", "pandas >= 2"), workflow.program().needs().requirements());
    }

    @ParameterizedTest
    @ValueSource(strings = {"match", "case", "type", "_", "__init__", "none", "Print", "a1"})
    void whatPythonReservesOnlyInPlacesCanNameATask(String name) {
        assertTrue(TaskName.isValid(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "True", "False", "and", "async", "await", "lambda", "yield", "nonlocal"})
    void whatPythonReservesEverywhereCannotNameATask(String name) {
        assertEquals(false, TaskName.isValid(name));
    }

    @Test
    void aLongChainIsNoCycle() {
        ObjectNode definition = (ObjectNode) Json.parse("{'tasks': [], 'edges': []}");
        ArrayNode tasks = (ArrayNode) definition.get("tasks");
        ArrayNode edges = (ArrayNode) definition.get("edges");
        for (int i = 0; i < 500; i++) {
            tasks.addObject().put("name", "t" + i).put("code", "");
            for (int j = Math.max(0, i - 20); j < i; j++) {
                edges.addObject().put("from", "t" + j).put("to", "t" + i);
            }
        }
        assertEquals(500, Json.accepted(definition).program().graph().order().size());
    }

    @Test
    void withoutLimitsWhatWasAcceptedBeforeStaysReadable() {
        JsonNode definition = Json.parse(Definitions.FULL);
        WorkflowId id = new WorkflowId("x");
        DefinitionLimits small = new DefinitionLimits(1, 1, 1, 1, 1, 1);
        assertInstanceOf(WorkflowReader.Reading.Refused.class, new WorkflowReader(small).read(definition, id));
        assertEquals(
                new WorkflowReader.Reading.Accepted(full),
                new WorkflowReader(DefinitionLimits.NONE).read(definition, id));
    }
}
