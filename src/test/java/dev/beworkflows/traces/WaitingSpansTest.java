package dev.beworkflows.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.beworkflows.journal.RunStore.RunHistory;
import dev.beworkflows.run.Run;
import dev.beworkflows.run.RunId;
import dev.beworkflows.run.Samples;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WaitingSpansTest {

    private final WaitingSpans waiting = new WaitingSpans(5);

    @Test
    void theNumberOfSpansIsBoundedNotThatOfRuns() throws Exception {
        EndedRun first = run(); // of two spans
        assertTrue(waiting.add(first));
        assertTrue(waiting.add(run()));
        assertFalse(waiting.add(run()));
        assertEquals(List.of(first), waiting.take(1, 0));
        assertTrue(waiting.add(run()));
    }

    @Test
    void aRunThatIsTooLargeAloneStillHasRoom() {
        WaitingSpans narrow = new WaitingSpans(1);
        assertTrue(narrow.add(run()));
        assertFalse(narrow.add(run()));
    }

    @Test
    void aFullBatchIsTakenAtOnceAndWhatIsLessAfterATime() throws Exception {
        waiting.add(run());
        long begin = System.nanoTime();
        assertEquals(1, waiting.take(512, 30).size());
        assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(30));
        CompletableFuture<List<EndedRun>> taken = CompletableFuture.supplyAsync(() -> take(4));
        waiting.add(run());
        waiting.add(run());
        assertEquals(2, taken.get(10, TimeUnit.SECONDS).size());
    }

    @Test
    void afterTheEndWhatThereIsIsTakenAndNothingComes() throws Exception {
        waiting.add(run());
        waiting.close();
        assertFalse(waiting.add(run()));
        assertEquals(1, waiting.take(512, 3_600_000).size());
        assertEquals(List.of(), waiting.take(512, 3_600_000));
    }

    private List<EndedRun> take(int batch) {
        try {
            return waiting.take(batch, 3_600_000);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EndedRun run() {
        RunId id = Samples.newId();
        var events = Samples.events(Samples.success(id));
        return EndedRun.of(new RunHistory(Run.of(events), events));
    }
}
