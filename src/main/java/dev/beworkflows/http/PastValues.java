package dev.beworkflows.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.RunStatus;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds what the tasks of a past run pushed, as far as that is kept. */
final class PastValues {
    private static final String EXPECTED =
            "the id of one of the latest runs that pushed something, or of a background run that has not succeeded";

    private final RunReader runs;

    PastValues(RunReader runs) {
        this.runs = runs;
    }

    /**
     * What a task can pull.
     *
     * @param leftOut the keys of what lies in files of the past run, where only its own tasks see them
     */
    record Found(Map<String, Value> values, Set<String> leftOut) {

        static final Found NOTHING = new Found(Map.of(), Set.of());

        /** With others, which come first. */
        Map<String, Value> with(Map<String, Value> others) {
            Map<String, Value> all = new HashMap<>(values);
            all.putAll(others);
            return all;
        }
    }

    /** What was pushed before this task in the order of the run, or before its end when it has no such task. Fails with a {@link ProblemException} when there is no such run. */
    Future<Found> of(Optional<RunId> run, TaskName task) {
        if (run.isEmpty()) {
            return Future.succeededFuture(Found.NOTHING);
        }
        RunId id = run.get();
        return runs.find(id)
                .compose(found -> {
                    ObjectNode shown =
                            found.orElseThrow(() -> TrialRoute.wrong("run_id", "there is no such run", EXPECTED));
                    return runs.pushed(id).map(pushed -> {
                        requireKept(shown, pushed);
                        return found(shown.path("tasks"), pushed, task);
                    });
                })
                .recover(DatabaseAway::problem);
    }

    private static void requireKept(ObjectNode run, Map<TaskName, Map<String, Value>> pushed) {
        boolean mayBeRetried = run.path("mode").asText().equals(Mode.BACKGROUND.json())
                && !run.path("status").asText().equals(RunStatus.SUCCEEDED.json());
        if (pushed.isEmpty() && !mayBeRetried) {
            throw TrialRoute.wrong("run_id", "nothing that this run pushed is kept", EXPECTED);
        }
    }

    private static Found found(JsonNode tasks, Map<TaskName, Map<String, Value>> pushed, TaskName task) {
        Map<String, Value> values = new HashMap<>();
        for (JsonNode one : tasks) {
            TaskName name = new TaskName(one.path("name").asText());
            if (name.equals(task)) {
                break;
            }
            values.putAll(pushed.getOrDefault(name, Map.of()));
        }
        Set<String> leftOut = new TreeSet<>();
        values.forEach((key, value) -> {
            if (value instanceof Value.File) {
                leftOut.add(key);
            }
        });
        values.keySet().removeAll(leftOut);
        return new Found(values, leftOut);
    }
}
