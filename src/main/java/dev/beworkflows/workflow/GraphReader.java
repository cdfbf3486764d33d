package dev.beworkflows.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the edges and puts the graph together. */
final class GraphReader {

    static final Set<String> EDGE = Set.of("from", "to", "when");

    private final List<Task> tasks;
    private final DefinitionLimits limits;
    private final Set<String> names = new LinkedHashSet<>();

    /** @param list where the tasks stand, also those whose names are wrong: an edge to one of them is no further problem */
    GraphReader(List<Task> tasks, Place list, DefinitionLimits limits) {
        this.tasks = tasks;
        this.limits = limits;
        list.node().forEach(task -> names.add(task.path("name").asText("")));
    }

    /** Without its edges when these are wrong. */
    Graph read(Place list) {
        Map<Ends, Edge> edges = new LinkedHashMap<>();
        for (Place place : list.elements()) {
            if (place.isObjectOf("an edge", EDGE, Set.of())) {
                edge(place, edges);
            }
        }
        Optional<List<TaskName>> cycle = new CycleSearch(edges.values()).first(tasks);
        cycle.ifPresent(
                path -> list.refuse("the tasks wait for each other: " + spelled(path), "a graph without cycles"));
        boolean whole = cycle.isEmpty() && list.problems().isEmpty();
        return new Graph(tasks, whole ? List.copyOf(edges.values()) : List.of());
    }

    /** Between two tasks there is one edge, whatever its condition. */
    private record Ends(TaskName from, TaskName to) {}

    private void edge(Place place, Map<Ends, Edge> edges) {
        Optional<TaskName> from = end(place.member("from"));
        Optional<TaskName> to = end(place.member("to"));
        Optional<String> when = condition(place.member("when"));
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        if (from.equals(to)) {
            place.refuse(
                    "the task " + Texts.quoted(from.get().value()) + " would wait for itself", "two different tasks");
        } else if (edges.putIfAbsent(new Ends(from.get(), to.get()), new Edge(from.get(), to.get(), when)) != null) {
            place.refuse("the edge " + from.get() + " -> " + to.get() + " is there twice", "every edge once");
        }
    }

    private Optional<String> condition(Place place) {
        Optional<String> when = place.text();
        when.filter(String::isBlank).ifPresent(blank -> place.refuse("the condition is empty", "a Python expression"));
        when.filter(text -> text.length() > limits.conditionCharacters())
                .ifPresent(text -> place.refuse(
                        "the condition is longer than the limit 'condition_characters'",
                        "at most " + limits.conditionCharacters() + " characters"));
        return when;
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
