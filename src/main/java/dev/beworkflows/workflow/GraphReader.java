package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the edges and puts the graph together. */
final class GraphReader {

    static final Set<String> EDGE = Set.of("from", "to");

    private final List<Task> tasks;
    private final Set<String> names = new LinkedHashSet<>();

    /** @param list where the tasks stand, also those whose names are wrong: an edge to one of them is no further problem */
    GraphReader(List<Task> tasks, Place list) {
        this.tasks = tasks;
        list.node().forEach(task -> names.add(task.path("name").asText("")));
    }

    /** Without its edges when these are wrong. */
    Graph read(Place list) {
        Set<Edge> edges = new LinkedHashSet<>();
        for (Place place : list.elements()) {
            if (place.isObjectOf("an edge", EDGE, Set.of())) {
                edge(place, edges);
            }
        }
        Optional<List<TaskName>> cycle = new CycleSearch(edges).first(tasks);
        cycle.ifPresent(
                path -> list.refuse("the tasks wait for each other: " + spelled(path), "a graph without cycles"));
        boolean whole = cycle.isEmpty() && list.problems().isEmpty();
        return new Graph(tasks, whole ? new ArrayList<>(edges) : List.of());
    }

    private void edge(Place place, Set<Edge> edges) {
        Optional<TaskName> from = end(place.member("from"));
        Optional<TaskName> to = end(place.member("to"));
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        if (from.equals(to)) {
            place.refuse(
                    "the task " + Texts.quoted(from.get().value()) + " would wait for itself", "two different tasks");
        } else if (!edges.add(new Edge(from.get(), to.get()))) {
            place.refuse("the edge " + from.get() + " -> " + to.get() + " is there twice", "every edge once");
        }
    }

    private Optional<TaskName> end(Place place) {
        String expected = "the name of a task";
        Optional<String> text = place.requiredText("the end of the edge", expected);
        if (text.isPresent() && !names.contains(text.get())) {
            String hint = Texts.nearest(text.get(), names)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            place.refuse("there is no task named " + Texts.quoted(text.get()) + hint, expected);
            return Optional.empty();
        }
        return text.filter(TaskName::isValid).map(TaskName::new);
    }

    private static String spelled(List<TaskName> path) {
        List<String> words = new ArrayList<>();
        path.forEach(name -> words.add(name.value()));
        return String.join(" -> ", words);
    }
}
