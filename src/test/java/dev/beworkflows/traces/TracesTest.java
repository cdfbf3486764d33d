package dev.beworkflows.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import io.vertx.core.Future;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TracesTest {

    private static final int SPANS = 2; // of each run

    private OtlpCollector collector;

    @BeforeEach
    void start() throws Exception {
        collector = OtlpCollector.start();
    }

    @AfterEach
    void stop() {
        collector.close();
    }

    @Test
    void whatWaitsAtTheEndIsSentBeforeItEnds() throws Exception {
        Traces traces = open(1, Optional::empty);
        for (int run = 0; run < 1_000; run++) {
            traces.ended(run());
        }
        traces.close();
        assertEquals(1_000 * SPANS, collector.spans.size());
        assertEquals(1_000 * SPANS, traces.sent());
        assertEquals(0, traces.dropped());
        traces.ended(run());
        assertEquals(SPANS, traces.dropped());
    }

    @Test
    void aCollectorThatDoesNotAnswerHoldsUpNobodyAndTheLineIsBounded() throws Exception {
        CountDownLatch gate = collector.hold();
        Traces traces = open(1, Optional::empty);
        int runs = 20_000;
        for (int run = 0; run < runs; run++) {
            traces.ended(run());
        }
        long dropped = traces.dropped();
        assertTrue(dropped >= (runs - 6_000L) * SPANS && dropped < (long) runs * SPANS, "dropped " + dropped);
        gate.countDown();
        traces.close();
        assertEquals((long) runs * SPANS, traces.sent() + traces.dropped());
        assertEquals(traces.sent(), collector.spans.size());
    }

    @Test
    void aSampleOfTheTracesThatBeginHereIsSent() throws Exception {
        Traces traces = open(0.25, Optional::empty);
        for (int run = 0; run < 2_000; run++) {
            traces.ended(run());
        }
        traces.close();
        int roots = collector.spans.size() / SPANS;
        assertTrue(roots > 350 && roots < 650, "of 2000 traces " + roots);
        assertEquals(0, traces.dropped());
        Traces none = open(0, Optional::empty);
        none.ended(run());
        none.close();
        assertEquals(0, none.sent() + none.dropped());
    }

    @Test
    void aGraphThatCannotBeFoundIsDoneWithout() throws Exception {
        Traces traces = open(1, () -> {
            throw new IllegalStateException("away");
        });
        traces.ended(run());
        traces.close();
        assertEquals(SPANS, collector.spans.size());
    }

    private interface Lookup {
        Optional<dev.beworkflows.workflow.Graph> graph();
    }

    private Traces open(double sample, Lookup graphs) {
        TraceSettings settings = new TraceSettings(URI.create(collector.endpoint()), Map.of(), sample, "1.2.3");
        return Traces.open(settings, version -> Future.succeededFuture(graphs.graph()));
    }

    private static RunHistory run() {
        RunId id = Samples.newId();
        var events = Samples.events(Samples.success(id));
        return new RunHistory(Run.of(events), events);
    }
}
