package dev.beworkflows.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.workflow.PullWarnings.LiteralPull;
import dev.beworkflows.workflow.PullWarnings.TaskKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The graph a -> b -> c, and d free of them. */
class PullWarningsTest {

    private static final String GRAPH =
            "{'tasks': [{'name': 'c', 'code': ''}, {'name': 'a', 'code': '', 'enabled': %s},"
                    + " {'name': 'b', 'code': ''}, {'name': 'd', 'code': ''}],"
                    + " 'edges': [{'from': 'a', 'to': 'b'}, {'from': 'b', 'to': 'c'}]}";
    private final Graph graph = Json.accepted(GRAPH.formatted("true")).program().graph();
    private final Graph withoutA =
            Json.accepted(GRAPH.formatted("false")).program().graph();

    @Test
    void aKeyOfAnyTaskBeforeIsFine() {
        assertEquals(List.of(), new PullWarnings(graph, List.of(pushes("a", "x"), pulls("c", "x", 1))).ofTasks());
    }

    @Test
    void aKeyOfTheTaskItselfIsFine() {
        TaskKeys own = new TaskKeys(new TaskName("a"), List.of("x"), List.of(new LiteralPull("x", 2)), false);
        assertEquals(List.of(), new PullWarnings(graph, List.of(own)).ofTasks());
    }

    @Test
    void aKeyThatNobodyPushesIsToldWithItsLine() {
        List<WorkflowProblem> warnings =
                new PullWarnings(graph, List.of(pushes("a", "flowers"), pulls("c", "flower", 7))).ofTasks();
        assertEquals(1, warnings.size());
        assertEquals("/tasks/0/code", warnings.get(0).pointer());
        assertEquals(7, warnings.get(0).line());
        assertTrue(warnings.get(0).message().contains("'flower'; did you mean 'flowers'?"), warnings::toString);
        assertTrue(warnings.get(0).expected().contains("'flowers'"), warnings::toString);
    }

    @Test
    void aKeyOfATaskAfterOrBesideIsTold() {
        List<WorkflowProblem> warnings =
                new PullWarnings(graph, List.of(pushes("c", "x"), pushes("d", "x"), pulls("b", "x", 1))).ofTasks();
        assertEquals(
                List.of("/tasks/2/code"),
                warnings.stream().map(WorkflowProblem::pointer).toList());
    }

    @Test
    void everyPullIsToldOfItself() {
        TaskKeys two = new TaskKeys(
                new TaskName("d"), List.of(), List.of(new LiteralPull("x", 1), new LiteralPull("y", 2)), false);
        assertEquals(2, new PullWarnings(graph, List.of(two)).ofTasks().size());
    }

    @Test
    void whoPushesComputedKeysMayPushAny() {
        TaskKeys dynamic = new TaskKeys(new TaskName("a"), List.of(), List.of(), true);
        assertEquals(List.of(), new PullWarnings(graph, List.of(dynamic, pulls("c", "x", 1))).ofTasks());
        assertEquals(
                1,
                new PullWarnings(graph, List.of(dynamic, pulls("d", "x", 1)))
                        .ofTasks()
                        .size());
    }

    @Test
    void aDisabledTaskPushesNothing() {
        TaskKeys dynamic = new TaskKeys(new TaskName("a"), List.of("x"), List.of(), true);
        assertEquals(
                1,
                new PullWarnings(withoutA, List.of(dynamic, pulls("c", "x", 1)))
                        .ofTasks()
                        .size());
    }

    @Test
    void aConditionSeesWhatTheTaskBeforeItPushesAndSees() {
        PullWarnings warnings = new PullWarnings(graph, List.of(pushes("a", "x"), pushes("b", "y"), pushes("c", "z")));
        List<LiteralPull> pulls = List.of(new LiteralPull("x", 1), new LiteralPull("y", 1));
        assertEquals(List.of(), warnings.ofCondition(1, pulls));
        assertEquals(
                List.of("/edges/1/when"),
                warnings.ofCondition(1, List.of(new LiteralPull("z", 2))).stream()
                        .map(WorkflowProblem::pointer)
                        .toList());
        assertEquals(1, warnings.ofCondition(0, pulls).size());
    }

    @Test
    void aConditionThatNobodyAsksIsTold() {
        List<WorkflowProblem> warned = new PullWarnings(withoutA, List.of()).ofCondition(0, List.of());
        assertTrue(warned.get(0).message().contains("'a' is disabled"), warned::toString);
    }

    @Test
    void aKeyOfATaskThatMayBeSkippedIsFine() {
        Graph branches = Json.accepted(
                        "{'tasks': [{'name': 'a', 'code': ''}, {'name': 'b', 'code': '', 'join': 'any'}],"
                                + " 'edges': [{'from': 'a', 'to': 'b', 'when': 'False'}]}")
                .program()
                .graph();
        assertEquals(List.of(), new PullWarnings(branches, List.of(pushes("a", "x"), pulls("b", "x", 1))).ofTasks());
    }

    private static TaskKeys pushes(String task, String key) {
        return new TaskKeys(new TaskName(task), List.of(key), List.of(), false);
    }

    private static TaskKeys pulls(String task, String key, int line) {
        return new TaskKeys(new TaskName(task), List.of(), List.of(new LiteralPull(key, line)), false);
    }
}
