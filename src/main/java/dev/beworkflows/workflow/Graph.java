package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks and their order: directed, without cycles. */
public final class Graph {

    private final List<Edge> edges;
    private final Map<TaskName, Task> byName;
    private final Map<TaskName, Set<TaskName>> directlyBefore;
    private final Map<TaskName, List<Edge>> edgesFrom;
    private final List<Task> order;
    private final Map<TaskName, List<TaskName>> before;

    /** @throws IllegalArgumentException on duplicate names, unknown ends of edges or a cycle; callers check these before */
    public Graph(List<Task> tasks, List<Edge> edges) {
        this.edges = List.copyOf(edges);
        this.byName = byName(tasks);
        this.directlyBefore = directlyBefore();
        this.edgesFrom = this.edges.stream().collect(Collectors.groupingBy(Edge::from));
        this.order = topologicalOrder();
        this.before = before();
    }

    public Task task(TaskName name) {
        Task task = byName.get(name);
        if (task == null) {
            throw new IllegalArgumentException("no task " + name);
        }
        return task;
    }

    /** As the author listed them. */
    public List<Task> tasks() {
        return List.copyOf(byName.values());
    }

    public List<Edge> edges() {
        return edges;
    }

    /** All tasks, each after those before it; tasks that are free of each other keep the order in which they are listed. */
    public List<Task> order() {
        return order;
    }

    /** Those to the tasks that follow this one, as the author listed them. */
    public List<Edge> edgesFrom(TaskName name) {
        return edgesFrom.getOrDefault(name, List.of());
    }

    /** The tasks with an edge to this one. */
    public Set<TaskName> directlyBefore(TaskName name) {
        return directlyBefore.getOrDefault(name, Set.of());
    }

    /** All tasks from which a path leads to this one, in the order of the graph. */
    public List<TaskName> before(TaskName name) {
        return before.getOrDefault(name, List.of());
    }

    /** The tasks that follow this one, one by one: each the only one after the one before it and with no other before it; up to the first that is disabled. */
    public List<Task> chainAfter(TaskName first) {
        List<Task> chain = new ArrayList<>();
        for (List<Edge> edges = edgesFrom(first);
                edges.size() == 1;
                edges = edgesFrom(edges.get(0).to())) {
            Task next = task(edges.get(0).to());
            if (!next.enabled() || directlyBefore(next.name()).size() > 1) {
                break;
            }
            chain.add(next);
        }
        return chain;
    }

    private static Map<TaskName, Task> byName(List<Task> tasks) {
        Map<TaskName, Task> byName = new LinkedHashMap<>();
        for (Task task : tasks) {
            if (byName.put(task.name(), task) != null) {
                throw new IllegalArgumentException("two tasks are named " + task.name());
            }
        }
        return byName;
    }

    private Map<TaskName, Set<TaskName>> directlyBefore() {
        Map<TaskName, Set<TaskName>> result = new HashMap<>();
        for (Edge edge : edges) {
            Task from = task(edge.from());
            Task to = task(edge.to());
            result.computeIfAbsent(to.name(), name -> new LinkedHashSet<>()).add(from.name());
        }
        return result;
    }

    /** Kahn's algorithm; of the tasks that are free the one that is listed first comes first. */
    private List<Task> topologicalOrder() {
        List<TaskName> listed = List.copyOf(byName.keySet());
        Map<TaskName, Integer> waitsFor = new HashMap<>();
        Map<TaskName, List<Integer>> after = new HashMap<>();
        PriorityQueue<Integer> free = new PriorityQueue<>();
        for (int i = 0; i < listed.size(); i++) {
            int place = i;
            Set<TaskName> direct = directlyBefore(listed.get(i));
            waitsFor.put(listed.get(i), direct.size());
            direct.forEach(name ->
                    after.computeIfAbsent(name, key -> new ArrayList<>()).add(place));
            if (direct.isEmpty()) {
                free.add(i);
            }
        }
        List<Task> placed = new ArrayList<>(listed.size());
        while (!free.isEmpty()) {
            TaskName name = listed.get(free.poll());
            placed.add(task(name));
            for (int next : after.getOrDefault(name, List.of())) {
                if (waitsFor.merge(listed.get(next), -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
        if (placed.size() < listed.size()) {
            throw new IllegalArgumentException("the graph has a cycle");
        }
        return List.copyOf(placed);
    }

    private Map<TaskName, List<TaskName>> before() {
        Map<TaskName, Set<TaskName>> sets = new HashMap<>();
        Map<TaskName, List<TaskName>> lists = new HashMap<>();
        for (Task task : order) {
            Set<TaskName> names = new LinkedHashSet<>();
            for (TaskName direct : directlyBefore(task.name())) {
                names.add(direct);
                names.addAll(sets.getOrDefault(direct, Set.of()));
            }
            sets.put(task.name(), names);
            lists.put(task.name(), inGraphOrder(names));
        }
        return lists;
    }

    /** Graphs with the same tasks and edges, listed in the same order, are equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Graph graph && tasks().equals(graph.tasks()) && edges.equals(graph.edges);
    }

    @Override
    public int hashCode() {
        return Objects.hash(tasks(), edges);
    }

    @Override
    public String toString() {
        return "Graph[tasks=" + tasks() + ", edges=" + edges + "]";
    }

    private List<TaskName> inGraphOrder(Set<TaskName> names) {
        List<TaskName> result = new ArrayList<>(names.size());
        for (Task task : order) {
            if (names.contains(task.name())) {
                result.add(task.name());
            }
        }
        return List.copyOf(result);
    }
}
