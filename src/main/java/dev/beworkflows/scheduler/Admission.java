package dev.beworkflows.scheduler;

import dev.beworkflows.task.Room;
import dev.beworkflows.workflow.WorkflowId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether there is room for one run more in the foreground. Refusing is cheap, since there is most of it when there is most to do: however many are refused, one line a second says so.
 *
 * <p>Thread safe.
 */
public final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int most;
    private final Room workers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - LOG_NANOS);

    /** @param most how many foreground runs there may be at once */
    public Admission(int most, Room workers) {
        this.most = most;
        this.workers = workers;
    }

    /** Why a further call of the workflow has to go; empty when it may become a run. */
    Optional<Refusal> refusal(WorkflowId workflow) {
        Optional<Refusal> refusal = underWay.get() >= most
                ? Optional.of(new Refusal(
                        Refusal.Reason.ROOM, most + " foreground runs are under way already", Duration.ZERO))
                : workers.refusal(workflow).map(no -> new Refusal(Refusal.Reason.WORKERS, no.why(), no.retryAfter()));
        refusal.ifPresent(why -> count(workflow, why));
        return refusal;
    }

    /** Foreground runs that have not ended. */
    int underWay() {
        return underWay.get();
    }

    void started() {
        int unused = underWay.incrementAndGet();
    }

    void ended() {
        int unused = underWay.decrementAndGet();
    }

    private void count(WorkflowId workflow, Refusal last) {
        refused.increment();
        long now = System.nanoTime();
        long before = logged.get();
        if (now - before >= LOG_NANOS && logged.compareAndSet(before, now)) {
            LOG.warn(
                    "refused calls={} the last one was of workflow={}: {}",
                    refused.sumThenReset(),
                    workflow,
                    last.why());
        }
    }
}
