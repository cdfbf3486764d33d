package dev.beworkflows.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.beworkflows.run.RunStatus;
import dev.beworkflows.workflow.Mode;
import dev.beworkflows.workflow.WorkflowId;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkflowTableTest {

    private static final Duration IDLE = Duration.ofHours(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong clock = new AtomicLong(-5);
    private final WorkflowTable table = new WorkflowTable(registry, 2, IDLE, clock::get);

    @Test
    void whatComesWhenThereAreSoManyIsCountedTogether() {
        call("a");
        call("b");
        call("c");
        call("d");
        call("a");
        assertEquals(2, count("a"));
        assertEquals(1, count("b"));
        assertEquals(2, count(WorkflowTable.OTHERS));
    }

    @Test
    void whoWasNotCalledForAWhileGivesItsPlaceAwayAndItsMetersGo() {
        call("a");
        table.of(new WorkflowId("a")).in(Mode.BACKGROUND).ended(RunStatus.FAILED);
        clock.addAndGet(1);
        call("b");
        clock.addAndGet(IDLE.toNanos() - 1);
        call("c");
        assertEquals(0, count("a"));
        assertEquals(1, count("c"));
        call("d");
        assertEquals(1, count(WorkflowTable.OTHERS), "b is not idle yet");
        assertEquals(1, count("b"));
        clock.addAndGet(1);
        call("d");
        assertEquals(1, count("d"));
        assertEquals(0, count("b"));
    }

    @Test
    void manyNamesDoNotLetTheMetersGrow() {
        for (int i = 0; i < 100; i++) {
            call("w" + i);
        }
        int before = registry.getMeters().size();
        for (int i = 100; i < 2_000; i++) {
            clock.addAndGet(IDLE.toNanos() / 3);
            call("w" + i);
        }
        assertEquals(before, registry.getMeters().size());
    }

    @Test
    void theSameWorkflowHasTheSameMeters() {
        WorkflowMeters meters = table.of(new WorkflowId("a"));
        assertSame(meters, table.of(new WorkflowId("a")));
        assertNotSame(meters, table.of(new WorkflowId("b")));
    }

    private void call(String id) {
        ModeMeters meters = table.of(new WorkflowId(id)).in(Mode.FOREGROUND);
        meters.called(200);
        meters.took(Duration.ofMillis(1));
    }

    private double count(String label) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals("bew.calls"))
                .filter(meter -> label.equals(meter.getId().getTag("workflow")))
                .mapToDouble(WorkflowTableTest::value)
                .sum();
    }

    private static double value(Meter meter) {
        return meter.measure().iterator().next().getValue();
    }
}
