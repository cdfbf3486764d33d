package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Join;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @Test
    void startsATaskWhenAllBeforeItAreDone() {
        Planner planner = new Planner(graph(List.of("a", "b", "c", "d"), "a>b", "a>c", "b>d", "c>d"));
        assertEquals(List.of("a"), starts(planner));
        assertEquals(List.of(), starts(planner));
        planner.finished(new TaskName("a"), Map.of());
        assertEquals(List.of("b", "c"), starts(planner));
        planner.finished(new TaskName("c"), Map.of());
        assertEquals(List.of(), starts(planner));
        planner.finished(new TaskName("b"), Map.of());
        assertEquals(List.of("d"), starts(planner));
        assertFalse(planner.isDone());
        planner.finished(new TaskName("d"), Map.of());
        assertTrue(planner.isDone());
    }

    @Test
    void passesOverDisabledTasksInOneStep() {
        Planner planner = new Planner(graph(List.of("a", "-b", "-c", "d"), "a>b", "b>c", "c>d"));
        assertEquals(List.of("a"), starts(planner));
        planner.finished(new TaskName("a"), Map.of());
        Planner.Step step = planner.next();
        assertEquals(List.of(new TaskName("b"), new TaskName("c")), step.passedOver());
        assertEquals(List.of("d"), names(step));
    }

    @Test
    void isDoneAtOnceWhenEverythingIsDisabled() {
        Planner planner = new Planner(graph(List.of("-a", "-b"), "a>b"));
        assertEquals(List.of(), starts(planner));
        assertTrue(planner.isDone());
    }

    @Test
    void tasksThatAreFreeOfEachOtherKeepTheOrderInWhichTheyAreListed() {
        Graph graph = graph(List.of("a", "z", "b"), "z>a", "z>b");
        assertEquals(
                List.of("z", "a", "b"),
                graph.order().stream().map(task -> task.name().value()).toList());
    }

    @Test
    void refusesATaskThatFinishesWithoutRunning() {
        Planner planner = new Planner(graph(List.of("a")));
        assertThrows(IllegalStateException.class, () -> planner.finished(new TaskName("a"), Map.of()));
    }

    @Test
    void aTaskThatJoinsAllIsSkippedWithTheFirstEdgeThatIsNotTaken() {
        Planner planner = new Planner(graph(List.of("a", "b", "c", "d"), "a>c", "b>c", "c>d"));
        assertEquals(List.of("a", "b"), starts(planner));
        finish(planner, "a", Map.of("c", "no rows"));
        Planner.Step step = planner.next();
        assertEquals(
                List.of(
                        new Planner.Skip(new TaskName("c"), "no rows"),
                        new Planner.Skip(new TaskName("d"), "'c' was skipped")),
                step.skipped());
        assertEquals(List.of(), names(step));
        assertFalse(planner.isDone(), "b still runs");
        finish(planner, "b", Map.of());
        assertTrue(planner.isDone());
    }

    @Test
    void aTaskThatJoinsAnyWaitsForAllAndRunsWithOne() {
        Planner planner = new Planner(graph(List.of("a", "b", "?c"), "a>c", "b>c"));
        assertEquals(List.of("a", "b"), starts(planner));
        finish(planner, "b", Map.of());
        assertEquals(List.of(), starts(planner), "a is not settled");
        finish(planner, "a", Map.of("c", "no rows"));
        assertEquals(List.of("c"), starts(planner));
    }

    @Test
    void aTaskThatJoinsAnyIsSkippedWhenNoEdgeIsTaken() {
        Planner planner = new Planner(graph(List.of("a", "b", "?c"), "a>c", "b>c"));
        assertEquals(List.of("a", "b"), starts(planner));
        finish(planner, "b", Map.of("c", "second"));
        assertEquals(List.of(), planner.next().skipped());
        finish(planner, "a", Map.of("c", "first"));
        assertEquals(
                List.of(new Planner.Skip(new TaskName("c"), "first; second")),
                planner.next().skipped());
        assertTrue(planner.isDone());
    }

    @Test
    void aTaskWithoutEdgesToItAlwaysRuns() {
        assertEquals(List.of("a", "b"), starts(new Planner(graph(List.of("?a", "b")))));
    }

    @Test
    void aDiamondWithOneBranchLeftOutJoinsAny() {
        Planner planner = new Planner(graph(List.of("a", "b", "c", "?d"), "a>b", "a>c", "b>d", "c>d"));
        assertEquals(List.of("a"), starts(planner));
        finish(planner, "a", Map.of("b", "small"));
        Planner.Step step = planner.next();
        assertEquals(List.of(new Planner.Skip(new TaskName("b"), "small")), step.skipped());
        assertEquals(List.of("c"), names(step));
        finish(planner, "c", Map.of());
        assertEquals(List.of("d"), starts(planner));
    }

    @Test
    void aDisabledTaskIsPassedOverOnItsTurnAndSkippedInABranchThatIsLeftOut() {
        Planner planner = new Planner(graph(List.of("a", "-b", "c"), "a>b", "b>c"));
        assertEquals(List.of("a"), starts(planner));
        finish(planner, "a", Map.of("b", "small"));
        Planner.Step step = planner.next();
        assertEquals(List.of(), step.passedOver());
        assertEquals(2, step.skipped().size());
        assertTrue(planner.isDone());
    }

    @Test
    void ofManyReasonsAFewAreTold() {
        List<String> tasks = List.of("a", "b", "c", "d", "e", "?z");
        Planner planner = new Planner(graph(tasks, "a>z", "b>z", "c>z", "d>z", "e>z"));
        assertEquals(5, starts(planner).size());
        List.of("a", "b", "c", "d", "e").forEach(task -> finish(planner, task, Map.of("z", "not " + task)));
        assertEquals(
                "not a; not b; not c; and 2 more",
                planner.next().skipped().get(0).reason());
    }

    @Test
    void refusesASkippedTaskThatFinishes() {
        Planner planner = new Planner(graph(List.of("a", "b"), "a>b"));
        assertEquals(List.of("a"), starts(planner));
        finish(planner, "a", Map.of("b", ""));
        assertEquals(1, planner.next().skipped().size());
        assertThrows(IllegalStateException.class, () -> finish(planner, "b", Map.of()));
    }

    @Test
    void everyTaskOfAnyGraphSettlesOnceAsItsEdgesSayAlsoWhenTheServerIsLostInBetween() {
        for (int seed = 0; seed < 2_000; seed++) {
            new PlannerWalk(new Random(seed)).walk();
        }
    }

    private static void finish(Planner planner, String task, Map<String, String> without) {
        Map<TaskName, String> edges = new HashMap<>();
        without.forEach((to, reason) -> edges.put(new TaskName(to), reason));
        planner.finished(new TaskName(task), edges);
    }

    static Graph graph(List<String> tasks, String... edges) {
        return new Graph(
                tasks.stream().map(PlannerTest::task).toList(),
                List.of(edges).stream().map(PlannerTest::edge).toList());
    }

    /** {@code -name}: disabled, {@code ?name}: joins any, {@code -?name}: both. */
    private static Task task(String name) {
        String bare = name.replaceAll("[-?]", "");
        Join join = name.contains("?") ? Join.ANY : Join.ALL;
        return new Task(new TaskName(bare), new About("", ""), "", !name.startsWith("-"), TaskLimits.DEFAULT, join);
    }

    private static Edge edge(String edge) {
        String[] ends = edge.split(">", -1);
        return new Edge(new TaskName(ends[0]), new TaskName(ends[1]));
    }

    private static List<String> starts(Planner planner) {
        return names(planner.next());
    }

    private static List<String> names(Planner.Step step) {
        return step.start().stream().map(task -> task.name().value()).toList();
    }
}
