package dev.beworkflows.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the tasks, without the edges between them. */
final class TaskReader {

    static final Set<String> MEMBERS =
            Set.of("name", "label", "description", "code", "enabled", "timeout", "retries", "join", "memory");

    private static final Set<String> RETRIES = Set.of("max", "backoff", "max_backoff");
    private static final int MOST_RETRIES = 25;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

    private final DefinitionLimits limits;

    TaskReader(DefinitionLimits limits) {
        this.limits = limits;
    }

    /** Those whose name can be one, each name once. */
    List<Task> read(Place list) {
        List<Place> places = list.elements("tasks", limits.tasks());
        if (places.isEmpty() && (list.isAbsent() || list.node().isArray())) {
            list.refuse("there are no tasks", "at least one task");
        }
        List<Task> tasks = new ArrayList<>();
        Set<TaskName> taken = new HashSet<>();
        for (Place place : places) {
            if (place.isObjectOf("a task", MEMBERS, Set.of())) {
                task(place, taken).ifPresent(tasks::add);
            }
        }
        return tasks;
    }

    private Optional<Task> task(Place place, Set<TaskName> taken) {
        Optional<TaskName> name = name(place.member("name"), taken);
        About about = new About(
                place.member("label").text().orElse(""),
                place.member("description").text().orElse(""));
        String code = code(place.member("code"));
        boolean enabled = place.member("enabled").flag(true);
        TaskLimits taskLimits = limits(place).withMemory(ResourceLimitsReader.memory(place.member("memory")));
        Join join = place.member("join").choice(Join.class, Join.ALL);
        return name.map(known -> new Task(known, about, code, enabled, taskLimits, join));
    }

    private static Optional<TaskName> name(Place place, Set<TaskName> taken) {
        Optional<String> text = place.requiredText("the name", TaskName.EXPECTED);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!TaskName.isValid(text.get())) {
            String why = TaskName.isKeyword(text.get()) ? " is a Python keyword" : " cannot name a task";
            place.refuse(Texts.quoted(text.get()) + why, TaskName.EXPECTED);
            return Optional.empty();
        }
        TaskName name = new TaskName(text.get());
        if (!taken.add(name)) {
            place.refuse(Texts.quoted(text.get()) + " is there twice", "every name once");
            return Optional.empty();
        }
        return Optional.of(name);
    }

    private String code(Place place) {
        return place.requiredText("the code", "Python source")
                .map(code -> checked(place, code))
                .orElse("");
    }

    /** Source of a task or of the interceptor. */
    String checked(Place place, String code) {
        if (code.length() > limits.codeCharacters()) {
            place.refuse(
                    "the code is longer than the limit 'code_characters'",
                    "at most " + limits.codeCharacters() + " characters");
        }
        return code;
    }

    private static TaskLimits limits(Place task) {
        Optional<Duration> timeout = task.member("timeout").seconds(SHORTEST_TIMEOUT);
        Place retries = task.member("retries");
        if (retries.isAbsent() || retries.node().isNumber()) {
            int max = retries.integer(TaskLimits.DEFAULT.retries(), 0, MOST_RETRIES);
            return new TaskLimits(timeout, max, TaskLimits.DEFAULT.backoff(), TaskLimits.DEFAULT.maxBackoff());
        }
        if (!retries.node().isObject()) {
            retries.refuseKind("an integer from 0 to " + MOST_RETRIES + ", or an object");
            return TaskLimits.DEFAULT;
        }
        return retries.isObjectOf("retries", RETRIES, Set.of()) ? retries(timeout, retries) : TaskLimits.DEFAULT;
    }

    private static TaskLimits retries(Optional<Duration> timeout, Place place) {
        int max = place.member("max").integer(TaskLimits.DEFAULT.retries(), 0, MOST_RETRIES);
        Duration backoff = place.member("backoff").seconds(Duration.ZERO).orElse(TaskLimits.DEFAULT.backoff());
        Optional<Duration> given = place.member("max_backoff").seconds(Duration.ZERO);
        if (given.isPresent() && given.get().compareTo(backoff) < 0) {
            place.member("max_backoff").refuse("max_backoff is less than backoff", "at least backoff");
        }
        Duration usual = TaskLimits.DEFAULT.maxBackoff();
        Duration maxBackoff = given.orElse(backoff.compareTo(usual) > 0 ? backoff : usual);
        return new TaskLimits(timeout, max, backoff, maxBackoff);
    }
}
