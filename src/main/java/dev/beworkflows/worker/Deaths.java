package dev.beworkflows.worker;

import dev.beworkflows.task.Workers.Death;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts deaths of workers, and keeps the last of those that nobody had planned. Belongs to the pool's loop. */
final class Deaths {

    static final int KEPT = 100;
    private static final long HOUR = Duration.ofHours(1).toNanos();

    /** Of more workflows the one is forgotten that has lost no worker for the longest time. */
    private static final int MOST_WORKFLOWS = 1_000;

    /** Of more than these in an hour only these are counted. */
    private static final int MOST_IN_AN_HOUR = 10_000;

    private final Map<WorkerDeath, Long> counts = new EnumMap<>(WorkerDeath.class);
    private final Deque<Death> last = new ArrayDeque<>();
    private final Map<WorkflowId, Deque<Long>> times = new LinkedHashMap<>();

    void count(WorkerDeath how) {
        counts.merge(how, 1L, Long::sum);
    }

    Map<WorkerDeath, Long> counts() {
        return counts;
    }

    /** One more of a workflow; how many that makes within the last hour. */
    int thisHour(WorkflowId workflow, long now) {
        Deque<Long> ofWorkflow = times.remove(workflow);
        if (ofWorkflow == null) {
            ofWorkflow = new ArrayDeque<>();
        }
        while (!ofWorkflow.isEmpty() && (now - ofWorkflow.getFirst() > HOUR || ofWorkflow.size() >= MOST_IN_AN_HOUR)) {
            ofWorkflow.removeFirst();
        }
        ofWorkflow.addLast(now);
        times.put(workflow, ofWorkflow);
        if (times.size() > MOST_WORKFLOWS) {
            times.remove(times.keySet().iterator().next());
        }
        return ofWorkflow.size();
    }

    void keep(Death death) {
        last.addFirst(death);
        if (last.size() > KEPT) {
            last.removeLast();
        }
    }

    /** Newest first. */
    List<Death> last() {
        return Collections.unmodifiableList(new ArrayList<>(last));
    }
}
