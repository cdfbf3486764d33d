package dev.beworkflows.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds a cycle. Walks without recursion: a graph may be as deep as it has tasks. */
final class Cycle {

    private final Map<TaskName, List<TaskName>> after = new HashMap<>();
    private final Set<TaskName> finished = new HashSet<>();
    private final List<TaskName> path = new ArrayList<>();

    private Cycle(List<Edge> edges) {
        edges.forEach(edge ->
                after.computeIfAbsent(edge.from(), name -> new ArrayList<>()).add(edge.to()));
    }

    /** A cycle spelled out as {@code a -> b -> a}; empty: there is none. */
    static Optional<String> find(Collection<TaskName> tasks, List<Edge> edges) {
        Cycle search = new Cycle(edges);
        return tasks.stream().map(search::from).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> from(TaskName start) {
        Deque<Iterator<TaskName>> ways = new ArrayDeque<>();
        enter(start, ways);
        while (!ways.isEmpty()) {
            if (!ways.peek().hasNext()) {
                finished.add(path.remove(path.size() - 1));
                ways.pop();
                continue;
            }
            TaskName next = ways.peek().next();
            int seenAt = path.indexOf(next);
            if (seenAt >= 0) {
                return Optional.of(spelledOut(seenAt));
            }
            enter(next, ways);
        }
        return Optional.empty();
    }

    private void enter(TaskName task, Deque<Iterator<TaskName>> ways) {
        if (!finished.contains(task)) {
            path.add(task);
            ways.push(after.getOrDefault(task, List.of()).iterator());
        }
    }

    private String spelledOut(int from) {
        String there =
                path.subList(from, path.size()).stream().map(TaskName::value).collect(Collectors.joining(" -> "));
        return there + " -> " + path.get(from);
    }
}
