package dev.beworkflows.traces;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ended runs whose spans are not sent yet, bounded by the number of spans. Thread safe. */
final class WaitingSpans {

    private final int most;
    private final Deque<EndedRun> runs = new ArrayDeque<>();
    private int spans;
    private boolean closed;

    WaitingSpans(int most) {
        this.most = most;
    }

    /** False when there is no room for it, or not any more. */
    synchronized boolean add(EndedRun run) {
        if (closed || (spans > 0 && spans + run.spans() > most)) {
            return false;
        }
        runs.addLast(run);
        spans += run.spans();
        notifyAll();
        return true;
    }

    /** Waits for the first, and then until there are so many spans, but not longer than this; empty: it is closed, and nothing comes any more. */
    synchronized List<EndedRun> take(int batch, long lingerMillis) throws InterruptedException {
        while (runs.isEmpty() && !closed) {
            wait();
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lingerMillis);
        while (spans < batch && !closed && end - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
        }
        return taken(batch);
    }

    /** Nothing is added any more; what there is can be taken at once. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private List<EndedRun> taken(int batch) {
        List<EndedRun> taken = new ArrayList<>();
        int sum = 0;
        while (!runs.isEmpty() && sum < batch) {
            EndedRun run = runs.removeFirst();
            sum += run.spans();
            taken.add(run);
        }
        spans -= sum;
        return taken;
    }
}
