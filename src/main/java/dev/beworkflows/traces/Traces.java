package dev.beworkflows.traces;

import dev.beworkflows.journal.EndedRuns;
import dev.beworkflows.journal.RunStore.RunHistory;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the spans of ended runs to a collector, behind everything else: what it does not take in time is dropped and counted. May be used from any thread. */
public final class Traces implements EndedRuns {

    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 512;
    private static final Duration LINGER = Duration.ofMillis(500);
    private static final Duration LAST_GRACE = Duration.ofSeconds(5);

    private final Sample sample;
    private final SpanMaker maker;
    private final SpanSender sender;
    private final WaitingSpans waiting = new WaitingSpans(MOST_WAITING);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this::sendAll, "bew-traces");
    private boolean away;

    private Traces(TraceSettings settings, Graphs graphs) {
        this.sample = new Sample(settings.sample());
        this.maker = new SpanMaker(graphs, sample, settings.version());
        this.sender = new SpanSender(settings);
    }

    /** Begins to send. */
    public static Traces open(TraceSettings settings, Graphs graphs) {
        Traces traces = new Traces(settings, graphs);
        traces.thread.setDaemon(true);
        traces.thread.start();
        LOG.info("traces endpoint={} sample={}", settings.endpoint(), settings.sample());
        return traces;
    }

    @Override
    public void ended(RunHistory history) {
        boolean beginsHere = !history.run().header().caller().headers().containsKey(EndedRun.TRACE_PARENT);
        if (beginsHere && !sample.wants()) {
            return;
        }
        EndedRun run = EndedRun.of(history);
        if (!waiting.add(run)) {
            long unused = dropped.addAndGet(run.spans());
        }
    }

    /** Spans that the collector took. */
    public long sent() {
        return sent.get();
    }

    /** Spans that it did not take, or for which there was no room. */
    public long dropped() {
        return dropped.get();
    }

    /** Sends what waits, for a few seconds at most; blocks. */
    public void close() throws InterruptedException {
        waiting.close();
        thread.join(LAST_GRACE.toMillis());
        thread.interrupt();
        sender.close();
    }

    private void sendAll() {
        try {
            List<EndedRun> runs = waiting.take(BATCH, LINGER.toMillis());
            while (!runs.isEmpty()) {
                send(runs);
                runs = waiting.take(BATCH, LINGER.toMillis());
            }
        } catch (InterruptedException e) {
            LOG.warn("traces were not all sent next=the server stops");
        }
    }

    private void send(List<EndedRun> runs) {
        List<SpanData> spans = List.of();
        try {
            spans = maker.spans(runs);
            told(spans.isEmpty() || sender.send(spans), spans.size());
        } catch (RuntimeException e) {
            LOG.error("spans could not be made next=go on with the next", e);
            long unused = dropped.addAndGet(Math.max(1, spans.size()));
        }
    }

    private void told(boolean taken, int spans) {
        long unused = (taken ? sent : dropped).addAndGet(spans);
        if (taken == away) {
            away = !taken;
            if (away) {
                LOG.warn("traces are not taken by their collector next=drop them, warned once");
            } else {
                LOG.info("traces are taken again dropped_spans={}", dropped.get());
            }
        }
    }
}
