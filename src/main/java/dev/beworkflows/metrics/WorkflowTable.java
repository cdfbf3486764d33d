package dev.beworkflows.metrics;

import dev.beworkflows.workflow.WorkflowId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The meters of each workflow, of a bounded number: one that comes when there are so many is counted together with others, unless one of them was not used for a while and gives its
 * place away. So neither deleted workflows nor a loop that makes new ones let the meters grow. Thread safe.
 */
final class WorkflowTable {

    static final String OTHERS = "(other)";

    private final MeterRegistry registry;
    private final int most;
    private final Duration idle;
    private final LongSupplier clock;
    private final Map<WorkflowId, WorkflowMeters> byWorkflow = new ConcurrentHashMap<>();
    private final WorkflowMeters others;

    /**
     * @param idle after so much time a workflow may give its place away
     * @param clock nanoseconds since anything
     */
    WorkflowTable(MeterRegistry registry, int most, Duration idle, LongSupplier clock) {
        this.registry = registry;
        this.most = most;
        this.idle = idle;
        this.clock = clock;
        this.others = new WorkflowMeters(registry, OTHERS);
    }

    WorkflowMeters of(WorkflowId id) {
        WorkflowMeters known = byWorkflow.get(id);
        WorkflowMeters meters = known == null ? admitted(id) : known;
        meters.used(clock.getAsLong());
        return meters;
    }

    private synchronized WorkflowMeters admitted(WorkflowId id) {
        boolean room = byWorkflow.containsKey(id) || byWorkflow.size() < most || madeRoom();
        return room ? byWorkflow.computeIfAbsent(id, added -> new WorkflowMeters(registry, added.value())) : others;
    }

    private boolean madeRoom() {
        long now = clock.getAsLong();
        Optional<Map.Entry<WorkflowId, WorkflowMeters>> oldest = byWorkflow.entrySet().stream()
                .max(Comparator.comparingLong(entry -> now - entry.getValue().lastUsed()))
                .filter(entry -> now - entry.getValue().lastUsed() >= idle.toNanos());
        oldest.ifPresent(entry -> {
            byWorkflow.remove(entry.getKey());
            entry.getValue().remove();
        });
        return oldest.isPresent();
    }
}
