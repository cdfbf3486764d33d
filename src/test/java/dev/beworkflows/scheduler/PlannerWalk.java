package dev.beworkflows.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.run.Happening;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.Samples;
import dev.beworkflows.run.TaskRecord;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.workflow.Graph;
import dev.beworkflows.workflow.Join;
import dev.beworkflows.workflow.Task;
import dev.beworkflows.workflow.TaskName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** One walk through a graph made by chance. Tasks end in any order, leave out edges by chance, and the server may be lost between any two steps: what was written is all that is left then. */
final class PlannerWalk {

    private enum Fate {
        DONE,
        PASSED_OVER,
        SKIPPED
    }

    private final Random random;
    private final Graph graph;
    private final Map<TaskName, Map<TaskName, String>> notTaken = new HashMap<>();
    private final Map<TaskName, Fate> settled = new HashMap<>();
    private final Map<TaskName, TaskOutput> outputs = new HashMap<>();
    private final List<Happening> written = new ArrayList<>();
    private final List<TaskName> running = new ArrayList<>();
    private final Map<TaskName, Integer> attempts = new HashMap<>();
    private Planner planner;

    PlannerWalk(Random random) {
        this.random = random;
        this.graph = graph();
        this.planner = new Planner(graph);
        for (Task task : graph.order()) {
            graph.edgesFrom(task.name()).stream()
                    .filter(edge -> random.nextInt(3) == 0)
                    .forEach(edge -> notTaken.computeIfAbsent(task.name(), name -> new HashMap<>())
                            .put(edge.to(), "by chance"));
        }
        written.add(new Happening.Accepted(
                Samples.header(Samples.newId()),
                graph.order().stream().map(Task::name).toList()));
        written.add(new Happening.Started());
    }

    private Graph graph() {
        int count = 1 + random.nextInt(12);
        List<String> tasks = new ArrayList<>();
        List<String> edges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add((random.nextInt(4) == 0 ? "-" : "") + (random.nextInt(3) == 0 ? "?" : "") + "t" + i);
            for (int before = 0; before < i; before++) {
                if (random.nextInt(3) == 0) {
                    edges.add("t" + before + ">t" + i);
                }
            }
        }
        return PlannerTest.graph(tasks, edges.toArray(String[]::new));
    }

    void walk() {
        while (!planner.isDone()) {
            Planner.Step step = planner.next();
            if (random.nextInt(6) == 0) {
                loseServer(); // before it could write what it decided
                continue;
            }
            take(step);
            if (!running.isEmpty()) {
                finish(running.remove(random.nextInt(running.size())));
            }
        }
        assertEquals(fates(), settled);
        assertTrue(run().tasks().values().stream().allMatch(TaskRecord::isDone));
    }

    private void take(Planner.Step step) {
        for (TaskName task : step.passedOver()) {
            settle(task, Fate.PASSED_OVER, new Happening.TaskPassedOver(task));
        }
        for (Planner.Skip skip : step.skipped()) {
            assertTrue(!skip.reason().isBlank());
            settle(skip.task(), Fate.SKIPPED, new Happening.TaskSkipped(skip.task(), skip.reason()));
        }
        for (Task task : step.start()) {
            assertTrue(settled.keySet().containsAll(graph.directlyBefore(task.name())));
            running.add(task.name());
            int attempt = attempts.merge(task.name(), 1, Integer::sum);
            written.add(new Happening.TaskStarted(task.name(), attempt, 1));
        }
    }

    private void finish(TaskName task) {
        Map<TaskName, String> without = notTaken.getOrDefault(task, Map.of());
        planner.finished(task, without);
        outputs.put(task, TaskOutput.NOTHING.without(without));
        int attempt = attempts.getOrDefault(task, 0);
        settle(task, Fate.DONE, new Happening.TaskSucceeded(task, attempt, Duration.ZERO));
    }

    /** A run refuses an event of a task that is settled already. */
    private void settle(TaskName task, Fate fate, Happening happening) {
        assertEquals(null, settled.put(task, fate), () -> task + " settles twice");
        written.add(happening);
    }

    private void loseServer() {
        running.clear();
        written.add(new Happening.Interrupted("lost"));
        planner = new Planner(graph);
        planner.restore(run(), outputs);
    }

    private Run run() {
        return Run.of(Samples.events(written));
    }

    /** What has to become of each task, from the edges alone. */
    private Map<TaskName, Fate> fates() {
        Map<TaskName, Fate> fates = new LinkedHashMap<>();
        for (Task task : graph.order()) {
            Set<TaskName> before = graph.directlyBefore(task.name());
            long taken = before.stream()
                    .filter(from -> fates.get(from) == Fate.PASSED_OVER
                            || (fates.get(from) == Fate.DONE
                                    && !notTaken.getOrDefault(from, Map.of()).containsKey(task.name())))
                    .count();
            boolean runs = task.join() == Join.ALL ? taken == before.size() : before.isEmpty() || taken > 0;
            fates.put(task.name(), !runs ? Fate.SKIPPED : task.enabled() ? Fate.DONE : Fate.PASSED_OVER);
        }
        return fates;
    }
}
