package dev.beworkflows.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads tasks and edges. */
final class GraphReader {

    private static final List<String> TASK_MEMBERS =
            List.of("name", "label", "description", "code", "enabled", "timeout", "retries");
    private static final List<String> RETRY_MEMBERS = List.of("max", "backoff", "max_backoff");
    private static final List<String> EDGE_MEMBERS = List.of("from", "to");
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");
    private static final int TEXT_CHARACTERS = 10_000;
    private static final double DAY = 86_400;
    private static final int MOST_RETRIES = 25;
    private static final int EDGES_PER_TASK = 100;

    private final DefinitionLimits limits;

    GraphReader(DefinitionLimits limits) {
        this.limits = limits;
    }

    /** Empty when there are problems with the graph. */
    Optional<Graph> read(Place tasks, Place edges) {
        Map<TaskName, Task> byName = tasks(tasks);
        Optional<List<Edge>> read = edges(edges, byName.keySet());
        return read.isEmpty() || byName.isEmpty()
                ? Optional.empty()
                : Optional.of(new Graph(List.copyOf(byName.values()), read.get()));
    }

    private Map<TaskName, Task> tasks(Place list) {
        if (!list.isPresent() || (list.node().isArray() && list.node().isEmpty())) {
            list.problem("there are no tasks", "at least one task");
        }
        Map<TaskName, Task> tasks = new LinkedHashMap<>();
        for (Place place : list.elements(limits.tasks())) {
            task(place).ifPresent(task -> {
                if (tasks.putIfAbsent(task.name(), task) != null) {
                    place.member("name").problem("a second task '" + task.name() + "'", "a name of its own");
                }
            });
        }
        return tasks;
    }

    private Optional<Task> task(Place place) {
        place.expectObject("a task with name and code", TASK_MEMBERS);
        if (!place.node().isObject()) {
            return Optional.empty();
        }
        Optional<TaskName> name = name(place.member("name"));
        About about = new About(
                place.member("label").textOrEmpty(TEXT_CHARACTERS),
                place.member("description").textOrEmpty(TEXT_CHARACTERS));
        if (!place.member("code").isPresent()) {
            place.member("code").problem("is missing", "Python source with a function named like the task");
        }
        String code = place.member("code").textOrEmpty(limits.codeCharacters());
        boolean enabled = place.member("enabled").flag(true);
        TaskLimits taskLimits = limits(place.member("timeout").seconds(DAY), place.member("retries"));
        return name.map(known -> new Task(known, about, code, enabled, taskLimits));
    }

    private static Optional<TaskName> name(Place place) {
        if (!place.isPresent()) {
            place.problem("is missing", TaskName.EXPECTED);
            return Optional.empty();
        }
        Optional<String> text = place.text(Integer.MAX_VALUE);
        if (text.isPresent() && (!TaskName.isValid(text.get()) || KEYWORDS.contains(text.get()))) {
            place.problem("is '" + Place.cut(text.get()) + "'", TaskName.EXPECTED);
            return Optional.empty();
        }
        return text.map(TaskName::new);
    }

    private static TaskLimits limits(Optional<Duration> timeout, Place retries) {
        TaskLimits byDefault = TaskLimits.DEFAULT;
        if (!retries.node().isObject()) {
            int most = retries.integer(0, 0, MOST_RETRIES);
            return new TaskLimits(timeout, most, byDefault.backoff(), byDefault.maxBackoff());
        }
        retries.expectObject("retries", RETRY_MEMBERS);
        return new TaskLimits(
                timeout,
                retries.member("max").integer(0, 0, MOST_RETRIES),
                retries.member("backoff").seconds(DAY).orElse(byDefault.backoff()),
                retries.member("max_backoff").seconds(DAY).orElse(byDefault.maxBackoff()));
    }

    private Optional<List<Edge>> edges(Place list, Set<TaskName> tasks) {
        List<Edge> edges = new ArrayList<>();
        Set<Edge> seen = new HashSet<>();
        boolean right = true;
        for (Place place : list.elements((int) Math.min(Integer.MAX_VALUE, (long) limits.tasks() * EDGES_PER_TASK))) {
            place.expectObject("an edge with from and to", EDGE_MEMBERS);
            Optional<TaskName> from = end(place.member("from"), tasks);
            Optional<TaskName> to = end(place.member("to"), tasks);
            if (from.isEmpty() || to.isEmpty()) {
                right = false;
                continue;
            }
            Edge edge = new Edge(from.get(), to.get());
            if (edge.from().equals(edge.to())) {
                place.problem("leads from '" + edge.from() + "' to itself", "two different tasks");
                right = false;
            } else if (!seen.add(edge)) {
                place.problem("stands twice", "each edge once");
            } else {
                edges.add(edge);
            }
        }
        Optional<String> cycle = right ? Cycle.find(tasks, edges) : Optional.empty();
        cycle.ifPresent(path -> list.problem("there is a cycle: " + path, "a graph without cycles"));
        return right && cycle.isEmpty() ? Optional.of(edges) : Optional.empty();
    }

    private static Optional<TaskName> end(Place place, Set<TaskName> tasks) {
        if (!place.isPresent()) {
            place.problem("is missing", "the name of a task");
            return Optional.empty();
        }
        Optional<TaskName> name = place.text(Integer.MAX_VALUE)
                .filter(TaskName::isValid)
                .map(TaskName::new)
                .filter(tasks::contains);
        if (name.isEmpty() && place.node().isTextual()) {
            List<String> names = tasks.stream().map(TaskName::value).toList();
            String hint = Nearest.of(place.node().textValue(), names)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            place.problem(
                    "there is no task '" + Place.cut(place.node().textValue()) + "'" + hint, "the name of a task");
        }
        return name;
    }
}
