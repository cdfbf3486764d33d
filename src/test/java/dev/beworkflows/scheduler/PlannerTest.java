package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.workflow.About;
import dev.beworkflows.workflow.Edge;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskLimits;
import dev.beworkflows.workflow.TaskName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @Test
    void startsATaskWhenAllBeforeItAreDone() {
        Planner planner = new Planner(graph(List.of("a", "b", "c", "d"), "a>b", "a>c", "b>d", "c>d"));
        assertEquals(List.of("a"), starts(planner));
        assertEquals(List.of(), starts(planner));
        planner.finished(new TaskName("a"));
        assertEquals(List.of("b", "c"), starts(planner));
        planner.finished(new TaskName("c"));
        assertEquals(List.of(), starts(planner));
        planner.finished(new TaskName("b"));
        assertEquals(List.of("d"), starts(planner));
        assertFalse(planner.isDone());
        planner.finished(new TaskName("d"));
        assertTrue(planner.isDone());
    }

    @Test
    void passesOverDisabledTasksInOneStep() {
        Planner planner = new Planner(graph(List.of("a", "-b", "-c", "d"), "a>b", "b>c", "c>d"));
        assertEquals(List.of("a"), starts(planner));
        planner.finished(new TaskName("a"));
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
        assertThrows(IllegalStateException.class, () -> planner.finished(new TaskName("a")));
    }

    @Test
    void anyGraphIsWalkedInOrderAndToItsEnd() {
        for (int seed = 0; seed < 300; seed++) {
            walk(new Random(seed));
        }
    }

    private static void walk(Random random) {
        int count = 1 + random.nextInt(12);
        List<String> tasks = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add((random.nextInt(4) == 0 ? "-" : "") + "t" + i);
            for (int before = 0; before < i; before++) {
                if (random.nextInt(3) == 0) {
                    edges.add("t" + before + ">t" + i);
                }
            }
        }
        Graph graph = graph(tasks, edges.toArray(String[]::new));
        Planner planner = new Planner(graph);
        Set<TaskName> done = new HashSet<>();
        List<TaskName> running = new ArrayList<>();
        while (!planner.isDone()) {
            Planner.Step step = planner.next();
            done.addAll(step.passedOver());
            for (Task task : step.start()) {
                assertTrue(done.containsAll(graph.directlyBefore(task.name())));
                running.add(task.name());
            }
            if (!running.isEmpty()) {
                TaskName finished = running.remove(random.nextInt(running.size()));
                planner.finished(finished);
                done.add(finished);
            }
        }
        assertEquals(count, done.size());
    }

    static Graph graph(List<String> tasks, String... edges) {
        return new Graph(
                tasks.stream().map(PlannerTest::task).toList(),
                List.of(edges).stream().map(PlannerTest::edge).toList());
    }

    private static Task task(String name) {
        boolean enabled = !name.startsWith("-");
        return new Task(
                new TaskName(enabled ? name : name.substring(1)), new About("", ""), "", enabled, TaskLimits.DEFAULT);
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
