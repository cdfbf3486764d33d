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

/** Finds a cycle among edges, depth first and without recursion. Serves for one search. */
final class CycleSearch {

    private final Map<TaskName, List<TaskName>> after = new HashMap<>();
    private final Set<TaskName> done = new HashSet<>();
    private final List<TaskName> path = new ArrayList<>();
    private final Set<TaskName> onPath = new HashSet<>();
    private final Deque<Iterator<TaskName>> branches = new ArrayDeque<>();

    CycleSearch(Collection<Edge> edges) {
        edges.forEach(edge ->
                after.computeIfAbsent(edge.from(), name -> new ArrayList<>()).add(edge.to()));
    }

    /** The path around, its first task again at the end. */
    Optional<List<TaskName>> first(List<Task> tasks) {
        for (Task task : tasks) {
            Optional<List<TaskName>> cycle = from(task.name());
            if (cycle.isPresent()) {
                return cycle;
            }
        }
        return Optional.empty();
    }

    private Optional<List<TaskName>> from(TaskName start) {
        enter(start);
        while (!branches.isEmpty()) {
            if (!branches.peek().hasNext()) {
                leave();
                continue;
            }
            TaskName next = branches.peek().next();
            if (onPath.contains(next)) {
                return Optional.of(closed(next));
            }
            enter(next);
        }
        return Optional.empty();
    }

    private void enter(TaskName name) {
        if (!done.contains(name)) {
            path.add(name);
            onPath.add(name);
            branches.push(after.getOrDefault(name, List.of()).iterator());
        }
    }

    private void leave() {
        branches.pop();
        TaskName last = path.remove(path.size() - 1);
        onPath.remove(last);
        done.add(last);
    }

    private List<TaskName> closed(TaskName again) {
        List<TaskName> cycle = new ArrayList<>(path.subList(path.indexOf(again), path.size()));
        cycle.add(again);
        return cycle;
    }
}
