package dev.beworkflows.scheduler;

import dev.beworkflows.loop.EventLoop;
import dev.beworkflows.run.RunId;
import dev.beworkflows.task.TaskOutput;
import dev.beworkflows.task.Value;
import dev.beworkflows.workflow.TaskName;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the tasks of the latest runs pushed, of large values only that there were some: for who tries a task with the values of a run that has ended. Its state belongs to its loop.
 */
public final class RecentValues {

    private static final int BYTES_OF_AN_ENTRY = 100;

    /** A tree of numbers with one digit takes so many times what its text takes. */
    private static final int BYTES_OF_A_CHARACTER = 12;

    private final EventLoop loop;
    private final long mostBytes;
    private final Map<RunId, Kept> runs = new LinkedHashMap<>();
    private long bytes;

    private record Kept(Map<TaskName, Map<String, Value>> values, long bytes) {}

    /** @param mostBytes of the server's memory, roughly; beyond, the oldest runs are forgotten. 0: nothing is kept */
    public RecentValues(EventLoop loop, long mostBytes) {
        this.loop = loop;
        this.mostBytes = mostBytes;
    }

    /** What the tasks of a run pushed that pushed something; empty when the run is not known, or not any more. On any loop. */
    public Future<Map<TaskName, Map<String, Value>>> of(RunId run) {
        return loop.ask(() -> {
            Kept kept = runs.get(run);
            return Future.succeededFuture(kept == null ? Map.of() : kept.values());
        });
    }

    /** On the loop. */
    public void keep(RunId run, Map<TaskName, TaskOutput> outputs) {
        Map<TaskName, Map<String, Value>> values = new HashMap<>();
        outputs.forEach((task, output) -> {
            if (!output.pushed().isEmpty()) {
                values.put(task, output.pushed());
            }
        });
        forget(run);
        Kept kept = new Kept(values, bytes(values));
        if (!values.isEmpty() && kept.bytes() <= mostBytes) {
            runs.put(run, kept);
            bytes += kept.bytes();
            forgetOldest();
        }
    }

    private void forgetOldest() {
        Iterator<Kept> oldest = runs.values().iterator();
        while (bytes > mostBytes) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }

    private void forget(RunId run) {
        Kept before = runs.remove(run);
        bytes -= before == null ? 0 : before.bytes();
    }

    private static long bytes(Map<TaskName, Map<String, Value>> values) {
        long sum = BYTES_OF_AN_ENTRY;
        for (Map<String, Value> pushed : values.values()) {
            for (Map.Entry<String, Value> one : pushed.entrySet()) {
                sum += BYTES_OF_AN_ENTRY + one.getKey().length() + bytes(one.getValue());
            }
        }
        return sum;
    }

    private static long bytes(Value value) {
        boolean isTree = value instanceof Value.Json json && json.json().isContainerNode();
        return isTree ? BYTES_OF_A_CHARACTER * value.memoryBytes() : value.memoryBytes();
    }
}
